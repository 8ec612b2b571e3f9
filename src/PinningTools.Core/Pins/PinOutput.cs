using System.Linq;
using System.Text.RegularExpressions;

namespace PinningTools.Internal;

/// <summary>Hashes as programs print them, with other words around the digits.</summary>
internal static class PinOutput
{
    private const RegexOptions Options =
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;

    /// <summary>openssl x509 -fingerprint, and what browsers show.</summary>
    private static readonly Regex s_fingerprint =
        new(@"^(?<hash>[a-z0-9-]*)[ ]*Fingerprint[ ]*([=:]|(?=[0-9a-f]{2}:))", Options);

    /// <summary>certutil of Windows.</summary>
    private static readonly Regex s_certificateHash = new(@"^Cert Hash[ ]?\((?<hash>[a-z0-9-]+)\)[ ]*:", Options);

    /// <summary>openssl dgst, and the tools of BSD.</summary>
    private static readonly Regex s_digest = new(@"^(?<hash>[a-z0-9-]*)[ ]?\([^)]*\)[ ]?=[ ]*(?<value>.+)$", Options);

    /// <summary>sha256sum and openssl dgst -r.</summary>
    private static readonly Regex s_sum = new(@"^(?<value>[0-9a-f]{64})[ ]+\*?(-|[^#*\s].*)$", Options);

    /// <summary>
    /// The data of a TLSA record about a key. Its place in the chain is read where zone files are read.
    /// </summary>
    private static readonly Regex s_record = new(@"^[0-3] 1 1 (?<value>[0-9a-f ]{64,})$", Options);

    /// <summary>ssh-keygen -l; a pin in base64 has its padding.</summary>
    private static readonly Regex s_ssh = new("^SHA256:[A-Za-z0-9+/]{43}$", RegexOptions.CultureInvariant);

    /// <summary>The reason if the text says that it is the hash of something else; otherwise null.</summary>
    internal static Fault? Refuse(string text)
    {
        if (s_ssh.IsMatch(text)) return Faults.PinIsSshFingerprint(text);
        Match? fingerprint = new[] { s_fingerprint, s_certificateHash }
            .Select(form => form.Match(text)).FirstOrDefault(match => match.Success);
        if (fingerprint is not null)
            return IsSha1(fingerprint) ? Faults.PinIsThumbprint(text) : Faults.PinIsFingerprint(text);
        if (s_digest.Match(text) is not { Success: true } digest) return null;
        string hash = digest.Groups["hash"].Value;
        return IsSha1(digest) ? Faults.PinIsSha1(text)
            : hash.Length == 0 || hash.Replace("-", "").ToUpperInvariant() is "SHA256" or "SHA2256" ? null
            : Faults.PinAlgorithmUnknown(text, hash);
    }

    /// <summary>The hash alone.</summary>
    internal static string TakeOff(string text) =>
        new[] { s_digest, s_sum, s_record }
            .Select(form => form.Match(text)).FirstOrDefault(match => match.Success) is { } match
            ? match.Groups["value"].Value.Replace(" ", "")
            : text;

    private static bool IsSha1(Match match) =>
        match.Groups["hash"].Value.Replace("-", "").ToUpperInvariant() is "SHA1";
}
