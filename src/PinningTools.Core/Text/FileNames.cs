using System;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Distinguishes names of certificate files from hosts and pins, for a message that says which parameter takes them.
/// </summary>
internal static class FileNames
{
    private static readonly string[] s_extensions =
        [".pem", ".cer", ".crt", ".der", ".pfx", ".p12", ".p7b", ".p7c", ".csr", ".key", ".pub", ".json"];

    /// <summary>None of these endings is a top-level domain, and none can end a pin.</summary>
    internal static bool LooksLikeOne(string text) =>
        text.Contains("\\")
        || text.StartsWith("./", StringComparison.Ordinal)
        || text.StartsWith("~/", StringComparison.Ordinal)
        || s_extensions.Any(extension => text.EndsWith(extension, StringComparison.OrdinalIgnoreCase));
}
