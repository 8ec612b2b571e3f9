using System.Globalization;

namespace PinningTools.Internal;

/// <summary>The names of versions and cipher suites by their numbers on the wire.</summary>
internal static class TlsNames
{
    internal static string Version(int version) => version switch
    {
        0x300 => "SSL 3.0",
        0x301 => "TLS 1.0",
        0x302 => "TLS 1.1",
        0x303 => "TLS 1.2",
        0x304 => "TLS 1.3",
        _ => "0x" + version.ToString("X4", CultureInfo.InvariantCulture),
    };

    /// <summary>The name of the registry if it is known, or the number in hexadecimal.</summary>
    internal static string CipherSuite(int suite, string? name) =>
        name ?? "0x" + suite.ToString("X4", CultureInfo.InvariantCulture);
}
