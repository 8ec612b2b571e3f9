using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Checks whether a list of uses (extended key usages, RFC 5280 section 4.2.1.12) contains server authentication.
/// </summary>
internal static class ServerUse
{
    internal const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string Any = "2.5.29.37.0";

    private static readonly Dictionary<string, string> s_names = new()
    {
        [ServerAuthentication] = "serverAuth",
        [Any] = "anyExtendedKeyUsage",
        ["1.3.6.1.5.5.7.3.2"] = "clientAuth",
        ["1.3.6.1.5.5.7.3.3"] = "codeSigning",
        ["1.3.6.1.5.5.7.3.4"] = "emailProtection",
        ["1.3.6.1.5.5.7.3.8"] = "timeStamping",
        ["1.3.6.1.5.5.7.3.9"] = "OCSPSigning",
    };

    internal static bool IsIn(IEnumerable<string> uses) => uses.Any(use => use is ServerAuthentication or Any);

    /// <summary>The uses by their common names.</summary>
    internal static string Describe(IReadOnlyCollection<string> uses) => uses.Count == 0 ? "nothing"
        : string.Join(", ", uses.Select(use => s_names.TryGetValue(use, out string? name) ? name : use));

    /// <summary>A SEQUENCE or SET of object identifiers, and nothing after it.</summary>
    /// <exception cref="PinningException">It is something else.</exception>
    internal static List<string> Read(DerElement list)
    {
        var uses = new List<string>();
        DerReader reader = list.Open();
        while (!reader.IsAtEnd) uses.Add(DerText.ReadOid(reader.Read(DerTag.ObjectIdentifier)) ?? "?");
        return uses;
    }
}
