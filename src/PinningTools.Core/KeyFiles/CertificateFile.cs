using System.Collections.Generic;
using System.IO;

namespace PinningTools.Internal;

/// <summary>The certificates of a file, for callers that need nothing else: keys and requests are skipped.</summary>
internal static class CertificateFile
{
    /// <exception cref="PinningException">The file cannot be opened, or contains no certificate.</exception>
    internal static IEnumerable<KeyFileItem> Read(string path)
    {
        using FileStream file = KeyFile.Open(path);
        foreach (KeyFileItem item in Read(file, path)) yield return item;
    }

    /// <exception cref="PinningException">There is no certificate; the message says what was found.</exception>
    internal static IEnumerable<KeyFileItem> Read(Stream data, string source)
    {
        int count = 0;
        SeenForm? other = null;
        foreach (KeyFileItem item in KeyFile.Read(data, source, new KeyPassword(null), certificatesOnly: true))
        {
            if (item.Fault?.Id == Faults.PasswordNeeded().Id)
                throw new PinningException(Faults.CertificatesEncrypted(source));
            if (item is { Certificate: null, Holder: { } holder })
            {
                other ??= SeenForm.Of(holder);
                continue;
            }

            count++;
            yield return item;
        }

        if (count == 0) throw new PinningException(SeenForm.NoCertificate(source, other));
    }
}
