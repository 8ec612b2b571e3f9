using System;
using System.Diagnostics.CodeAnalysis;

namespace PinningTools.Internal;

/// <summary>
/// The origin of an address: scheme, host and port (RFC 6454 section 4), with the host in its canonical form. Only this
/// class decides whether two addresses have the same server: compared as text, different hosts could be equal (the
/// Greek final sigma and the other sigma), and one host in two spellings could differ.
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
