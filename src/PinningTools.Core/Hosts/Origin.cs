using System;
using System.Diagnostics.CodeAnalysis;

namespace PinningTools.Internal;

/// <summary>
/// Who is asked at an address: scheme, host and port (RFC 6454 section 4), the host in its canonical form. Whether two
/// addresses lead to the same server is decided here and nowhere else: as texts, hosts that differ count as the same
/// (the Greek final sigma and the other one), and the same host in two spellings as two.
/// </summary>
internal sealed record Origin(string Scheme, string Host, int Port)
{
    internal static bool Same(Uri left, Uri right) =>
        TryRead(left, out Origin? one) && TryRead(right, out Origin? other) && one == other;

    private static bool TryRead(Uri uri, [NotNullWhen(true)] out Origin? origin)
    {
        origin = HostName.TryFrom(uri, out HostName? host, out _) ? new Origin(uri.Scheme, host.Value, uri.Port) : null;
        return origin is not null;
    }
}
