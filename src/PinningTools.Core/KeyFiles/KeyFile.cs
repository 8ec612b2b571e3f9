// The room KeyFiles: files with certificates, requests and keys, in every form that people have.
// - The content decides, not the name of the file and not the label of a block.
// - A file is a stream of items. An item that cannot be read is a fault with its place; the other items are still read.
// - For a file without what is needed, the fault says what it is instead: a keystore, an SSH key, a web page
//   (SeenForm).
// - PKCS#7 and PKCS#12 are containers: their signatures are not verified and their order has no meaning.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// Reads the certificates, requests and keys of a file as a stream of items: PEM with any mixture of blocks, in UTF-8
/// or UTF-16 (what Out-File of Windows PowerShell writes), or DER values: a certificate, a PKCS#7 or PFX full of them,
/// a request, a key. Bare base64 of a DER value is taken too. The content decides, not the label.
/// </summary>
internal static class KeyFile
{
    /// <summary>A DER value is held in memory completely; PEM is not and has no such limit.</summary>
    internal const int MaxDerBytes = 16 << 20;

    private const string P11KitRestriction =
        "it is an object of p11-kit, whose trust settings are not supported ('trust extract --purpose=server-auth' "
            + "writes the trusted certificates)";

    /// <summary>The number of names in a message.</summary>
    private const int MaxLabels = 16;

    /// <exception cref="PinningException">The file cannot be opened, or contains no such item.</exception>
    internal static IEnumerable<KeyFileItem> Read(string path, KeyPassword password)
    {
        using FileStream file = Open(path);
        foreach (KeyFileItem item in Read(file, path, password, certificatesOnly: false)) yield return item;
    }

    /// <summary>The records of a file; a block that cannot be read is reported.</summary>
    /// <exception cref="PinningException">The file cannot be opened, or contains no such item.</exception>
    internal static IEnumerable<PinRecord> ReadRecords(string path, KeyPassword password, Action<Fault> report) =>
        Read(path, password).Select(item => item.ToRecord(path, report)).OfType<PinRecord>();

    internal static IEnumerable<KeyFileItem> Read(
        Stream data, string source, KeyPassword password, bool certificatesOnly)
    {
        if (data.Length == 0) throw new PinningException(Faults.FileEmpty(source));
        return StartsAsDer(data)
            ? DerContents.Read(ReadAll(data, source), source, 0, password, certificatesOnly)
            : ReadPem(data, source, password, certificatesOnly);
    }

    /// <exception cref="PinningException">The file cannot be opened, or is not a regular one.</exception>
    internal static FileStream Open(string path) => RegularFile.OpenRead(path);

    private static bool StartsAsDer(Stream data)
    {
        int first = data.ReadByte();
        int second = data.ReadByte();
        data.Position = 0;
        // A text can also begin with '0': its second byte is then ASCII and equals the total length only by accident.
        return first == DerTag.Sequence && (second >= 0x80 || second + 2 == data.Length);
    }

    private static byte[] ReadAll(Stream data, string source)
    {
        if (data.Length > MaxDerBytes) throw new PinningException(Faults.FileTooLarge(source, MaxDerBytes));
        byte[] raw = new byte[data.Length];
        for (int read = 0, count; read < raw.Length && (count = data.Read(raw, read, raw.Length - read)) > 0;)
            read += count;
        return raw;
    }

    /// <param name="data">The text.</param>
    /// <param name="source">The name of the data in messages.</param>
    /// <param name="password">The password for encrypted items.</param>
    /// <param name="certificatesOnly">Whether keys are skipped.</param>
    /// <param name="isInner">Whether it was extracted from another text; only one layer is.</param>
    private static IEnumerable<KeyFileItem> ReadPem(
        Stream data, string source, KeyPassword password, bool certificatesOnly, bool isInner = false)
    {
        int index = 0;
        bool isSpent = false;
        var labels = new HashSet<string>();
        using (StreamReader text = UnmarkedUtf16.NewReader(data))
        {
            foreach (PemBlock block in PemReader.Read(text, source))
            {
                if (labels.Count < MaxLabels) labels.Add(block.Label);
                if (PemLabels.IsOneCertificate(block.Label) && block is { Fault: null, Encryption: null })
                {
                    foreach (KeyFileItem item in ReadCertificate(
                        block, index, source, password, certificatesOnly))
                    {
                        index++;
                        yield return item;
                    }

                    continue;
                }

                // A single error says that the remaining keys are not read.
                if (isSpent && PemLabels.IsPrivateKey(block.Label)) continue;
                foreach (KeyFileItem item in ReadBlock(block, index, source, password, certificatesOnly))
                {
                    isSpent |= item.Fault?.Id == nameof(Faults.KeyWorkSpent);
                    index++;
                    yield return item;
                }
            }
        }

        string start = "";
        if (labels.Count == 0 && !isInner)
        {
            foreach (KeyFileItem item in ReadBare(data, source, password, certificatesOnly, out start))
            {
                index++;
                yield return item;
            }
        }

        if (index == 0) throw new PinningException(SeenForm.NoCertificate(source, Seen(data, start, labels)));
    }

    /// <summary>A text without PEM that is short enough for memory: base64, or escaped PEM.</summary>
    private static IEnumerable<KeyFileItem> ReadBare(
        Stream data, string source, KeyPassword password, bool certificatesOnly, out string start)
    {
        start = "";
        if (data.Length > MaxDerBytes) return [];
        using StreamReader reader = UnmarkedUtf16.NewReader(data);
        string text = reader.ReadToEnd();
        start = text;
        if (BareText.DecodePem(text) is { } pem)
            return ReadPem(new MemoryStream(pem), source, password, certificatesOnly, isInner: true);
        return BareText.DecodeDer(text) is { } der ? DerContents.Read(der, source, 0, password, certificatesOnly) : [];
    }

    private static SeenForm? Seen(Stream data, string start, HashSet<string> labels)
    {
        byte[] head = new byte[16];
        data.Position = 0;
        int count = data.Read(head, 0, head.Length);
        Array.Resize(ref head, count);
        return SeenForm.OfBytes(head) ?? SeenForm.OfText(start, labels);
    }

    private static List<KeyFileItem> ReadBlock(
        PemBlock block, int index, string source, KeyPassword password, bool certificatesOnly)
    {
        bool isKnown = PemLabels.IsCertificate(block.Label) || PemLabels.IsKeyOrRequest(block.Label);
        if (PemLabels.IsPrivateKey(block.Label) ? certificatesOnly : PemLabels.IsOther(block.Label)) return [];
        if (block.Fault is { } fault) return isKnown ? [new KeyFileItem { Index = index, Fault = fault }] : [];
        string place = $"{source}, line {block.Line}";
        if (block.Encryption is { } encryption) return ReadEncrypted(
            encryption, block.Data, index, place, password, certificatesOnly);
        // An unknown label proves nothing; a value of only numbers could be anything.
        return isKnown || DerContents.IsUnmistakable(block.Data)
            ? DerContents.Read(block.Data, place, index, password, certificatesOnly)
            : [];
    }

    /// <summary>A block that is encrypted as a whole, as OpenSSL wrote keys for twenty years.</summary>
    private static List<KeyFileItem> ReadEncrypted(
        string encryption, byte[] data, int index, string place, KeyPassword password, bool certificatesOnly)
    {
        try
        {
            byte[] plain = PasswordEncryption.DecryptPem(encryption, data, password);
            // One in 256 wrong passwords results in valid padding; the decrypted data is then not a sequence.
            return PrivateKeyReader.IsSequence(plain)
                ? DerContents.Read(plain, place, index, password, certificatesOnly)
                : throw new PinningException(Faults.PasswordWrong());
        }
        catch (PinningException error)
        {
            return [new KeyFileItem { Index = index, Fault = Faults.CertificateUnreadable(place, error.Fault) }];
        }
    }

    /// <summary>The fast path for the most common blocks.</summary>
    private static List<KeyFileItem> ReadCertificate(
        PemBlock block, int index, string source, KeyPassword password, bool certificatesOnly)
    {
        string? restriction = block.IsP11KitObject ? P11KitRestriction : null;
        bool isTrusted = block.Label == PemLabels.TrustedCertificate;
        try
        {
            DerCertificate certificate = isTrusted
                ? TrustedCertificate.Parse(block.Data, restriction)
                : DerCertificate.Parse(block.Data, restriction);
            return [new KeyFileItem { Index = index, Holder = certificate }];
        }
        catch (PinningException error) when (isTrusted || restriction is not null)
        {
            // Any other way to read it would lose its trust restrictions.
            Fault fault = Faults.CertificateUnreadable($"{source}, line {block.Line}", error.Fault);
            return [new KeyFileItem { Index = index, Fault = fault }];
        }
        catch (PinningException)
        {
            // AD CS writes PKCS#7 under this label, and other programs write other things.
            return DerContents.Read(
                block.Data, $"{source}, line {block.Line}", index, password, certificatesOnly);
        }
    }
}

/// <summary>One certificate, request or key of a file, or why one of its blocks could not be read.</summary>
internal sealed class KeyFileItem
{
    internal required int Index { get; init; }

    internal IKeyHolder? Holder { get; init; }

    /// <summary>The certificate, if the holder is one.</summary>
    internal DerCertificate? Certificate => Holder as DerCertificate;

    internal Fault? Fault { get; init; }

    /// <summary>
    /// The pin with what is known of it, or null for a block that could not be read, which is reported.
    /// </summary>
    internal PinRecord? ToRecord(string? path, Action<Fault> report)
    {
        if (Holder is { } holder) return new PinRecord(holder) { Position = Index, Path = path };
        report(Fault!);
        return null;
    }
}
