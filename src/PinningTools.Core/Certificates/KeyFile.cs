using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// Reads the certificates, requests and keys of a file as a stream of items: PEM with any mixture of blocks, in UTF-8
/// or UTF-16 (what Out-File of Windows PowerShell writes), or one DER value: a certificate, a PKCS#7 or PFX full of
/// them, a request, a key. Bare base64 of a DER value is taken as well.
/// </summary>
internal static class KeyFile
{
    /// <summary>A DER value is held in memory whole; PEM is not, and has no such bound.</summary>
    internal const int MaxDerBytes = 16 << 20;

    private const string P11KitRestriction =
        "it is an object of p11-kit, whose trust and distrust are not read here ('trust extract --purpose=server-auth' "
            + "writes what is trusted)";

    /// <exception cref="PinningException">The file cannot be opened or holds nothing of the kind.</exception>
    internal static IEnumerable<CertificateItem> Read(string path, KeyPassword password)
    {
        using FileStream file = Open(path);
        foreach (CertificateItem item in Read(file, path, password, certificatesOnly: false)) yield return item;
    }

    /// <summary>Text as it comes in a variable: PEM, or the base64 of DER.</summary>
    internal static IEnumerable<CertificateItem> ReadText(string text, string source, KeyPassword password) =>
        Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), source, password, certificatesOnly: false);

    internal static IEnumerable<CertificateItem> Read(
        Stream data, string source, KeyPassword password, bool certificatesOnly)
    {
        if (data.Length == 0) throw new PinningException(Faults.FileEmpty(source));
        return StartsAsDer(data)
            ? DerContents.Read(ReadAll(data, source), source, 0, password, certificatesOnly)
            : ReadPem(data, source, password, certificatesOnly);
    }

    /// <exception cref="PinningException">The file cannot be opened, or is no regular one.</exception>
    internal static FileStream Open(string path) => RegularFile.OpenRead(path, bufferSize: 64 * 1024);

    private static bool StartsAsDer(Stream data)
    {
        int first = data.ReadByte();
        int second = data.ReadByte();
        data.Position = 0;
        // A text may begin with '0' too: then its second byte is ASCII, and the length of the whole only by accident.
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

    private static IEnumerable<CertificateItem> ReadPem(
        Stream data, string source, KeyPassword password, bool certificatesOnly)
    {
        int index = 0;
        bool armoured = false;
        bool isSpent = false;
        using (var text = NewReader(data))
        {
            foreach (PemBlock block in PemReader.Read(text, source))
            {
                armoured = true;
                if (PemLabels.IsOneCertificate(block.Label) && block.Fault is null)
                {
                    yield return ReadCertificate(block, index++, source);
                    continue;
                }

                // One error says that the rest of the keys is not read.
                if (isSpent && PemLabels.IsPrivate(block.Label)) continue;
                foreach (CertificateItem item in ReadBlock(block, index, source, password, certificatesOnly))
                {
                    isSpent |= item.Fault?.Id == nameof(Faults.KeyWorkSpent);
                    index++;
                    yield return item;
                }
            }
        }

        if (!armoured && DecodeBare(data) is { } bare)
        {
            foreach (CertificateItem item in DerContents.Read(bare, source, 0, password, certificatesOnly))
            {
                index++;
                yield return item;
            }
        }

        if (index == 0) throw new PinningException(Faults.NoCertificate(source, FileContents.Describe(data)));
    }

    private static StreamReader NewReader(Stream data) =>
        new(data, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, 64 * 1024, leaveOpen: true);

    private static List<CertificateItem> ReadBlock(
        PemBlock block, int index, string source, KeyPassword password, bool certificatesOnly)
    {
        if (!PemLabels.IsCertificate(block.Label) && (certificatesOnly || !PemLabels.IsKeyOrRequest(block.Label)))
            return [];
        if (block.Fault is { } fault) return [new CertificateItem { Index = index, Fault = fault }];
        string place = $"{source}, line {block.Line}";
        return DerContents.Read(block.Data, place, index, password, certificatesOnly);
    }

    /// <summary>The short way for the blocks that files are full of.</summary>
    private static CertificateItem ReadCertificate(PemBlock block, int index, string source)
    {
        try
        {
            string? restriction = block.IsP11KitObject ? P11KitRestriction : null;
            DerCertificate certificate = block.Label == PemLabels.TrustedCertificate
                ? TrustedCertificate.Parse(block.Data, restriction)
                : DerCertificate.Parse(block.Data, restriction);
            return new CertificateItem { Index = index, Holder = certificate };
        }
        catch (PinningException error)
        {
            Fault fault = Faults.CertificateUnreadable($"{source}, line {block.Line}", error.Fault);
            return new CertificateItem { Index = index, Fault = fault };
        }
    }

    /// <summary>A text without armour that is the base64 of a DER value; null for any other.</summary>
    private static byte[]? DecodeBare(Stream data)
    {
        if (data.Length > MaxDerBytes) return null;
        data.Position = 0;
        using StreamReader reader = NewReader(data);
        string text = reader.ReadToEnd().Trim();
        // The base64 of a SEQUENCE (0x30) begins with M; a text that does not is none, whatever its alphabet.
        if (text.Length == 0 || text[0] != 'M') return null;
        try
        {
            byte[] decoded = Convert.FromBase64String(text);
            return decoded[0] == DerTag.Sequence ? decoded : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
