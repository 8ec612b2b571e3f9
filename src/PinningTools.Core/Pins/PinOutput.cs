using System.Linq;
using System.Text.RegularExpressions;

namespace PinningTools.Internal;

/// <summary>Hashes as programs print them, with words of their own around the digits.</summary>
internal static class PinOutput
{
    private const RegexOptions Options =
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;

    /// <summary>openssl x509 -fingerprint, and what browsers show.</summary>
    private static readonly Regex s_fingerprint =
        new(@"^(?<hash>[a-z0-9-]*)[ ]*Fingerprint[ ]*[=:]", Options);

    /// <summary>openssl dgst, and the tools of BSD.</summary>
    private static readonly Regex s_digest = new(@"^(?<hash>[a-z0-9-]*)[ ]?\([^)]*\)[ ]?=[ ]*(?<value>.+)$", Options);

    /// <summary>sha256sum of what came down a pipe.</summary>
    private static readonly Regex s_sum = new(@"^(?<value>[0-9a-f]{64})[ ]+\*?-$", Options);

    /// <summary>ssh-keygen -l; a pin in base64 has its padding.</summary>
    private static readonly Regex s_ssh = new("^SHA256:[A-Za-z0-9+/]{43}$", RegexOptions.CultureInvariant);

    /// <summary>Why the text is the hash of something else, where it says so; null for all others.</summary>
    internal static Fault? Refuse(string text)
    {
        if (s_ssh.IsMatch(text)) return Faults.PinIsSshFingerprint(text);
        if (s_fingerprint.Match(text) is { Success: true } fingerprint)
            return IsSha1(fingerprint) ? Faults.PinIsThumbprint(text) : Faults.PinIsFingerprint(text);
        if (s_digest.Match(text) is not { Success: true } digest) return null;
        string hash = digest.Groups["hash"].Value;
        return IsSha1(digest) ? Faults.PinIsSha1(text)
            : hash.Length == 0 || hash.Replace("-", "").ToUpperInvariant() is "SHA256" or "SHA2256" ? null
            : Faults.PinAlgorithmUnknown(text, hash);
    }

    /// <summary>The hash alone.</summary>
    internal static string TakeOff(string text) =>
        new[] { s_digest, s_sum }.Select(form => form.Match(text)).FirstOrDefault(match => match.Success) is { } match
            ? match.Groups["value"].Value.Trim()
            : text;

    private static bool IsSha1(Match match) =>
        match.Groups["hash"].Value.Replace("-", "").ToUpperInvariant() is "SHA1";
}
