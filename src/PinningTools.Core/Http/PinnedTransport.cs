using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Sends requests to one host and port under one policy. Every connection is judged before the first byte of a request
/// is written to it; a bad verdict closes it and surfaces as a <see cref="PinningException"/> with the verdict.
/// </summary>
internal sealed partial class PinnedTransport : IDisposable
{
    private readonly TransportSettings _settings;
    private readonly HttpMessageInvoker _invoker;
    private long _expires = DateTime.MaxValue.Ticks;
    /// <summary>Of those that were accepted.</summary>
    private volatile PinVerdict? _newest;

    internal PinnedTransport(TransportSettings settings)
    {
        _settings = settings;
        _invoker = new HttpMessageInvoker(MakeHandler(), disposeHandler: true);
    }

    /// <summary>Whether a certificate behind these connections has run out: they are not used any more.</summary>
    internal bool IsExpired => DateTime.UtcNow.Ticks >= Interlocked.Read(ref _expires);

    /// <exception cref="PinningException">The verdict was bad, or no connection came about.</exception>
    /// <exception cref="HttpRequestException">The exchange broke after the verdict.</exception>
    internal async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, ConnectOrder order, CancellationToken cancel)
    {
        try
        {
            HttpResponseMessage response = await SendJudgedAsync(request, order, cancel).ConfigureAwait(false);
            order.Verdict ??= _newest;
            return response;
        }
        catch (Exception error) when (FindRefusal(error) is { } refusal)
        {
            throw new PinningException(refusal.Fault, error) { Verdict = refusal.Verdict };
        }
    }

    public void Dispose() => _invoker.Dispose();

    private static PinningException? FindRefusal(Exception? error)
    {
        while (error is not (null or PinningException)) error = error.InnerException;
        return (PinningException?)error;
    }

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
