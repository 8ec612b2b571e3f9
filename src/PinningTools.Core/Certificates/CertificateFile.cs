using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// Reads the certificates of a file as a stream of items: PEM with any number of blocks, in UTF-8 or UTF-16 (what
/// Out-File of Windows PowerShell writes), or a single DER certificate.
/// </summary>
internal static class CertificateFile
{
    private const string CertificateLabel = "CERTIFICATE";

    /// <exception cref="PinningException">The file cannot be opened or holds no certificate at all.</exception>
    internal static IEnumerable<CertificateItem> Read(string path)
    {
        using FileStream file = Open(path);
        foreach (CertificateItem item in Read(file, path)) yield return item;
    }

    internal static IEnumerable<CertificateItem> Read(Stream data, string source)
    {
        if (data.Length == 0) throw new PinningException(Faults.FileEmpty(source));
        return StartsAsDer(data) ? [ReadDer(data, source)] : ReadPem(data, source);
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024, FileOptions.SequentialScan);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PinningException(Faults.FileNotFound(path), error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PinningException(Faults.FileUnreadable(path, error.Message), error);
        }
    }

    private static bool StartsAsDer(Stream data)
    {
        int first = data.ReadByte();
        int second = data.ReadByte();
        data.Position = 0;
        // Every certificate is longer than 127 bytes, so its length has the long form; as text, '0' is followed by ASCII.
        return first == DerTag.Sequence && second >= 0x80;
    }

    private static CertificateItem ReadDer(Stream data, string source)
    {
        if (data.Length > DerCertificate.MaxBytes)
            throw new PinningException(Faults.CertificateUnreadable(source, Faults.CertificateTooLarge((int)Math.Min(data.Length, int.MaxValue), DerCertificate.MaxBytes)));
        byte[] raw = new byte[data.Length];
        for (int read = 0, count; read < raw.Length && (count = data.Read(raw, read, raw.Length - read)) > 0;) read += count;
        return Parse(raw, 0, source);
    }

    private static IEnumerable<CertificateItem> ReadPem(Stream data, string source)
    {
        using var text = new StreamReader(data, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, 64 * 1024, leaveOpen: true);
        int index = 0;
        foreach (PemBlock block in PemReader.Read(text, source))
        {
            if (block.Fault is { } fault) yield return new CertificateItem { Index = index++, Fault = fault };
            else if (block.Label is CertificateLabel or "X509 CERTIFICATE")
                yield return Parse(block.Data, index++, $"{source}, line {block.Line}");
        }

        if (index == 0) throw new PinningException(Faults.NoCertificate(source));
    }

    private static CertificateItem Parse(byte[] raw, int index, string source)
    {
        try
        {
            return new CertificateItem { Index = index, Certificate = DerCertificate.Parse(raw) };
        }
        catch (PinningException error)
        {
            return new CertificateItem { Index = index, Fault = Faults.CertificateUnreadable(source, error.Fault) };
        }
    }
}
