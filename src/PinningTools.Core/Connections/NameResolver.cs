using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>Host names to addresses, off the thread pool and abandonable.</summary>
internal static class NameResolver
{
    private static readonly BlockingWork s_lookups = new("PinningTools name lookup", maxThreads: 256);

    /// <summary>Threads that look names up or wait to: abandoned look-ups keep theirs until they end.</summary>
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

    /// <summary>Whether no name server is to be asked for a name (RFC 6761 section 6.4).</summary>
    internal static bool NeverExists(HostName host) =>
        host.Value == "invalid" || host.Value.EndsWith(".invalid", StringComparison.Ordinal);

    /// <summary>On the thread of the look-up: what is short there and then is the cause.</summary>
    private static (IPAddress[] Found, Exception? Error, string? Limit) Try(
        Func<string, IPAddress[]> lookUp, string name)
    {
        try
        {
            return (lookUp(name), null, null);
        }
        catch (Exception error) when (error is SocketException or OutOfMemoryException)
        {
            // .NET says that memory is out where the system's look-up says so, which it says of handles as well.
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

    /// <summary>Whether an error is a look-up's that another one may answer (EAI_AGAIN), whoever made it.</summary>
    internal static bool IsTemporary(Exception error) =>
        error is SocketException { SocketErrorCode: SocketError.TryAgain or SocketError.NoRecovery };

    /// <summary>
    /// Whether no name server said anything of the name: none was reached, or it failed (EAI_AGAIN, EAI_FAIL, and what
    /// .NET has no number for). HostNotFound and NoData are a name server's word.
    /// </summary>
    private static bool IsUnanswered(Exception? error) =>
        error is SocketException { SocketErrorCode: not (SocketError.HostNotFound or SocketError.NoData) };
}
