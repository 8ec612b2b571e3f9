using System;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// The client of this module, as Invoke-PinnedWebRequest uses it, in this process: its verdict says why it was stopped.
/// The authority of the drill takes the place of the trust of the policy; key-only trust stays.
/// </summary>
internal sealed class OwnClient : IDrillClient
{
    private readonly OverriddenPolicies _policies;
    private readonly TlsTarget _target;
    private readonly PinPolicy _policy;

    /// <param name="check">The pinned host and the policy under test.</param>
    /// <param name="authority">The authority of the drill.</param>
    internal OwnClient(PinCheck check, DerCertificate authority)
    {
        TrustSettings trust = check.Policy.Trust.Mode == TrustMode.PinOnly
            ? TrustSettings.PinOnly
            : TrustSettings.FromAnchors([authority]);
        _target = check.Target;
        _policy = check.Policy with { Trust = trust };
        _policies = new OverriddenPolicies(new InlinePins(_target, _policy)) { Trust = trust };
    }

    public string Name => "Invoke-PinnedWebRequest";

    public bool HasControl => false;

    public string? WhyNotRedirected => _policy.Trust.Mode == TrustMode.PinOnly
        ? "the drill's authority is not trusted beside key-only trust, so that no host without a pin can redirect the client"
        : null;

    public async Task<ClientExit> RunAsync(
        DrillPlace place, bool isControl, TimeSpan timeout, CancellationToken stop)
    {
        if (!_policy.IsPinned) return new ClientExit { IsOwn = true, IsUnpinned = true };
        var proxy = ProxySettings.Read(place.Proxy, null, useDefaultCredentials: false);
        try
        {
            PinVerdict? verdict = _target.StartTls == StartTlsProtocol.None
                ? await RequestAsync(place.Uri, proxy, timeout, stop).ConfigureAwait(false)
                : await CheckAsync(proxy, timeout, stop).ConfigureAwait(false);
            return new ClientExit { IsOwn = true, Verdict = verdict, Output = verdict?.Message ?? "" };
        }
        catch (PinningException error)
        {
            return new ClientExit
            {
                IsOwn = true,
                IsTimedOut = error.Fault.Kind == FaultKind.Timeout,
                Output = error.Fault.ToString(),
            };
        }
    }

    private async Task<PinVerdict?> RequestAsync(
        Uri uri, ProxySettings? proxy, TimeSpan timeout, CancellationToken stop)
    {
        var pool = new TransportPool();
        try
        {
            var request = new PinnedWebRequest
            {
                Uri = uri,
                Policies = _policies,
                Proxy = _ => proxy,
                Pool = pool,
                // Without a pin a host is asked only where it redirects to the pinned one.
                AllowUnpinned = uri.IdnHost != _target.Host.Value,
                ConnectionTimeout = timeout,
            };
            using ExchangeResponse response = await new WebExchange(request).SendAsync(stop).ConfigureAwait(false);
            return null;
        }
        catch (PinRefusedException refused)
        {
            return refused.Verdict;
        }
        finally
        {
            pool.Clear();
        }
    }

    private async Task<PinVerdict?> CheckAsync(ProxySettings? proxy, TimeSpan timeout, CancellationToken stop)
    {
        var options = new ConnectionOptions { Proxy = proxy, Timeout = timeout };
        return await PinChecker.CheckAsync(new PinCheck(_target, _policy, options), stop).ConfigureAwait(false);
    }
}
