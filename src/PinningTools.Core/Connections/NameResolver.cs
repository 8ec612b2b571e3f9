using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>Resolves host names to addresses, outside the thread pool, so that a lookup can be abandoned.</summary>
internal static class NameResolver
{
    private static readonly BlockingWork s_lookups = new("PinningTools name lookup", maxThreads: 256);

    /// <summary>The number of threads for lookups; an abandoned lookup keeps its thread until it ends.</summary>
    internal static int ThreadCount => s_lookups.ThreadCount;

    /// <exception cref="ConnectionFailure">The name has no address.</exception>
    internal static async Task<IPAddress[]> ResolveAsync(
        TlsTarget target, CancellationToken cancel, Func<string, IPAddress[]>? lookUp = null)
    {
        if (target.Address is { } given) return [given];
        if (target.Host.Address is { } literal) return [literal];
        if (lookUp is null && NeverExists(target.Host)) throw Explain(target, null, null);
        Func<string, IPAddress[]> call = lookUp ?? Dns.GetHostAddresses;
        (IPAddress[] found, Exception? error, string? limit) =
            await s_lookups.RunAsync(() => Try(call, target.Host.Value), cancel).ConfigureAwait(false);
        return found.Length > 0 ? found : throw Explain(target, error, limit);
    }

    /// <summary>Whether no name server must be asked for a name (RFC 6761 section 6.4).</summary>
    internal static bool NeverExists(HostName host) =>
        host.Value == "invalid" || host.Value.EndsWith(".invalid", StringComparison.Ordinal);

    /// <summary>On the thread of the lookup: a shortage at this moment is the cause.</summary>
    private static (IPAddress[] Found, Exception? Error, string? Limit) Try(
        Func<string, IPAddress[]> lookUp, string name)
    {
        try
        {
            return (lookUp(name), null, null);
        }
        catch (Exception error) when (error is SocketException or OutOfMemoryException)
        {
            // .NET reports OutOfMemoryException if the system's lookup does, which the lookup also does when handles
            // are exhausted.
            return ([], error, MachineLimit.Behind(error is SocketException ? error : null) ?? MachineLimit.In(error));
        }
    }

    private static ConnectionFailure Explain(TlsTarget target, Exception? cause, string? limit)
    {
        string host = target.Host.Value;
        (VerdictReason reason, Fault fault) =
            limit is not null ? (VerdictReason.MachineLimit, Faults.MachineLimit(target.ToString(), limit))
            : IsUnanswered(cause) ? (VerdictReason.NameServerFailed, Faults.NameServerFailed(host))
            : (VerdictReason.HostNotFound, Faults.HostNotFound(host));
        return new ConnectionFailure(Verdict.ConnectFailed, reason, fault, null, cause);
    }

    /// <summary>
    /// Whether an error is that of a lookup that can succeed later (EAI_AGAIN), whoever made the lookup.
    /// </summary>
    internal static bool IsTemporary(Exception error) =>
        error is SocketException { SocketErrorCode: SocketError.TryAgain or SocketError.NoRecovery };

    /// <summary>
    /// Whether no name server answered for the name: none was reached, or it failed (EAI_AGAIN, EAI_FAIL, and codes
    /// that .NET does not have). HostNotFound and NoData are answers of a name server.
    /// </summary>
    private static bool IsUnanswered(Exception? error) =>
        error is SocketException { SocketErrorCode: not (SocketError.HostNotFound or SocketError.NoData) };
}
