using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Sends requests to one host and port under one policy, one after the other and therefore over one connection at a
/// time. Each connection is evaluated before the first byte of a request is written to it; a bad verdict closes it and
/// surfaces as a <see cref="PinRefusedException"/>, or within the handler's own exception (<see cref="RefusalIn"/>).
/// </summary>
internal sealed partial class PinnedTransport : IDisposable
{
    private readonly TransportSettings _settings;
    private readonly LeafMemory _leaves;
    private readonly HttpMessageInvoker _invoker;
    private long _expires = DateTime.MaxValue.Ticks;
    private volatile PinVerdict? _verdict;

    /// <param name="settings">What all its connections have in common.</param>
    /// <param name="leaves">The servers that were shown a client certificate; null if none is remembered.</param>
    internal PinnedTransport(TransportSettings settings, LeafMemory? leaves = null)
    {
        _settings = settings;
        _leaves = leaves ?? new LeafMemory();
        _invoker = new HttpMessageInvoker(MakeHandler(), disposeHandler: true);
    }

    /// <summary>The verdict of the present connection; null without TLS.</summary>
    internal PinVerdict? Verdict => _verdict;

    /// <summary>
    /// The stream under TLS of that connection; null if the platform makes the connection out of sight.
    /// </summary>
    internal TlsRecordStream? Records { get; private set; }

    /// <summary>Whether a certificate of the connection has expired: the connection is then no longer used.</summary>
    internal bool IsExpiredAt(DateTime now) => now.Ticks >= Interlocked.Read(ref _expires);

    /// <summary>
    /// The cause of an exception of <see cref="SendAsync"/> if the verdict was bad or there was no connection; null if
    /// the exchange failed after the verdict.
    /// </summary>
    internal static PinningException? RefusalIn(Exception? error)
    {
        while (error is not (null or PinningException)) error = error.InnerException;
        return (PinningException?)error;
    }

    public void Dispose() => _invoker.Dispose();

    /// <summary>The refusal behind an exchange that failed because the server wants a client certificate too late, or null.</summary>
    internal PinRefusedException? LateCertificateIn(Exception error)
    {
        bool given = _settings.Connection.ClientCertificate is not null;
        if (LateCertificate.Find(error, Records, _settings.Target, given) is not var (reason, fault)) return null;
        return NotConnected(new ConnectionFailure(
            PinningTools.Verdict.HandshakeFailed, reason, fault, _verdict?.Address, error));
    }

    private PinRefusedException NotConnected(ConnectionFailure failure) => new(
        failure.Fault, VerdictMaker.NotConnected(_settings.Target, failure, TimeSpan.Zero), failure);

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
