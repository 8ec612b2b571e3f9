using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Sends requests to one host and port under one policy, one after the other and so over one connection at a time.
/// Each is judged before the first byte of a request is written to it; a bad verdict closes it and surfaces as a
/// <see cref="PinRefusedException"/>, or within the handler's own exception (<see cref="RefusalIn"/>).
/// </summary>
internal sealed partial class PinnedTransport : IDisposable
{
    private readonly TransportSettings _settings;
    private readonly HttpMessageInvoker _invoker;
    private long _expires = DateTime.MaxValue.Ticks;
    private volatile PinVerdict? _verdict;

    internal PinnedTransport(TransportSettings settings)
    {
        _settings = settings;
        _invoker = new HttpMessageInvoker(MakeHandler(), disposeHandler: true);
    }

    /// <summary>The verdict of the connection that stands; null without TLS.</summary>
    internal PinVerdict? Verdict => _verdict;

    /// <summary>What is under TLS of that connection; null where the platform makes it out of sight.</summary>
    internal TlsRecordStream? Records { get; private set; }

    /// <summary>Whether a certificate behind the connection has run out: it is not used any more.</summary>
    internal bool IsExpiredAt(DateTime now) => now.Ticks >= Interlocked.Read(ref _expires);

    /// <summary>
    /// What lies behind an exception of <see cref="SendAsync"/> where the verdict was bad or no connection came about;
    /// null where the exchange broke after the verdict.
    /// </summary>
    internal static PinningException? RefusalIn(Exception? error)
    {
        while (error is not (null or PinningException)) error = error.InnerException;
        return (PinningException?)error;
    }

    public void Dispose() => _invoker.Dispose();

    private void LiveUntil(DateTime? notAfter)
    {
        long ticks = (notAfter ?? DateTime.MaxValue).ToUniversalTime().Ticks;
        long seen = Interlocked.Read(ref _expires);
        while (ticks < seen)
        {
            long before = Interlocked.CompareExchange(ref _expires, ticks, seen);
            if (before == seen) return;
            seen = before;
        }
    }
}

/// <summary>What one request asks of the connection made for it.</summary>
/// <param name="Timeout">The deadline for making the connection.</param>
/// <param name="Cancel">The command's token; the handler's own reaches a connect in progress seconds late.</param>
internal sealed record ConnectRequest(TimeSpan Timeout, CancellationToken Cancel);
