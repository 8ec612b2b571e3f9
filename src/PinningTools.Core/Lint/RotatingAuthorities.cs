using System;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Public authorities that announce that they change their intermediates without notice, by parts of their names.
/// </summary>
internal static class RotatingAuthorities
{
    private static readonly string[] s_names =
    [
        "Let's Encrypt", "Google Trust Services", "Amazon", "ZeroSSL", "Sectigo", "DigiCert", "Cloudflare", "Microsoft",
    ];

    /// <summary>The authority a distinguished name belongs to, or null.</summary>
    internal static string? Find(string names) =>
        s_names.FirstOrDefault(name => names.IndexOf(name, StringComparison.OrdinalIgnoreCase) >= 0);
}
