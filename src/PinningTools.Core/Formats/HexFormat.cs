using System;

namespace PinningTools.Internal;

/// <summary>
/// Pins as <c>openssl … | sha256sum</c> and <c>openssl dgst -sha256</c> give them, with or without colons. Hex is also
/// how hashes of whole certificates are written, which are no pins.
/// </summary>
internal sealed class HexFormat() : PinLinesFormat("Hex")
{
    private const string Fingerprint = "Fingerprint=";
    private const string Named = "sha256:";

    protected override bool LooksRight(string line) =>
        line.IndexOf(Fingerprint, StringComparison.OrdinalIgnoreCase) >= 0 || IsHash(Digits(line), out _);

    protected override PinSetPin ReadLine(FormatText text, TextPlace place, string line, FormatImport import)
    {
        if (line.IndexOf(Fingerprint, StringComparison.OrdinalIgnoreCase) >= 0)
            throw text.CertificateHash(place, $"'{line}'");
        string digits = Digits(line);
        if (!IsHash(digits, out bool right)) throw text.Error(place, "expected 64 hex digits");
        import.Lose(
            "Hex does not show what was hashed. Make sure that it was the public key and not the certificate, as with "
                + "'openssl x509 -fingerprint' and urllib3.");
        return right ? text.Pin(place, digits) : throw text.Error(place, Faults.PinIsSha1(digits));
    }

    protected override string WriteLine(SpkiPin pin) => pin.ToHexString();

    /// <summary>Without the <c>SHA2-256(stdin)= </c> before it and the file name after it.</summary>
    private static string Digits(string line)
    {
        int start = line.LastIndexOf("= ", StringComparison.Ordinal) + 1;
        string rest = line.Substring(start > 0 ? start + 1 : 0);
        if (StartsWith(rest, Named)) rest = rest.Substring(Named.Length).Trim();
        int end = rest.IndexOf(' ');
        return end < 0 ? rest : rest.Substring(0, end);
    }

    private static bool IsHash(string digits, out bool right)
    {
        const int Sha1Digits = 40;
        string bare = digits.Replace(":", "");
        right = bare.Length == 2 * SpkiPin.Length;
        return (right || bare.Length == Sha1Digits) && Hex.TryParse(bare) is not null;
    }
}
