using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>Host names to addresses, off the thread pool and abandonable.</summary>
internal static class NameResolver
{
    private static readonly BlockingWork s_lookups = new("PinningTools name look-up", maxThreads: 256);

    /// <summary>Look-ups that are running or may still run; for tests of what is left behind.</summary>
    internal static int ThreadCount => s_lookups.ThreadCount;

    /// <exception cref="ConnectionFailure">The name has no address.</exception>
    internal static async Task<IPAddress[]> ResolveAsync(TlsTarget target, CancellationToken cancel)
    {
        if (target.Address is { } given) return [given];
        if (target.Host.Address is { } literal) return [literal];
        try
        {
            IPAddress[] found =
                await s_lookups.RunAsync(() => Dns.GetHostAddresses(target.Host.Value), cancel).ConfigureAwait(false);
            if (found.Length > 0) return found;
            throw NotFound(target, null);
        }
        catch (SocketException error)
        {
            throw NotFound(target, error);
        }
    }

    private static ConnectionFailure NotFound(TlsTarget target, Exception? cause) =>
        new(Verdict.ConnectFailed, VerdictReason.HostNotFound, Faults.HostNotFound(target.Host.Value), null, cause);
}
