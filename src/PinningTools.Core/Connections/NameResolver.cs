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

    /// <summary>Threads that look names up or wait to: abandoned look-ups keep theirs until they end.</summary>
    internal static int ThreadCount => s_lookups.ThreadCount;

    /// <exception cref="ConnectionFailure">The name has no address.</exception>
    internal static async Task<IPAddress[]> ResolveAsync(
        TlsTarget target, CancellationToken cancel, Func<string, IPAddress[]>? lookUp = null)
    {
        if (target.Address is { } given) return [given];
        if (target.Host.Address is { } literal) return [literal];
        try
        {
            Func<string, IPAddress[]> call = lookUp ?? Dns.GetHostAddresses;
            IPAddress[] found =
                await s_lookups.RunAsync(() => call(target.Host.Value), cancel).ConfigureAwait(false);
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
