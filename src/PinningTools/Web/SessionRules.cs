using System;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>What a session with pins adds to the request of a command that knows nothing of pins.</summary>
/// <param name="cmdlet">The command.</param>
/// <param name="policy">The policy of the session.</param>
/// <param name="observer">Follows the request for the log.</param>
internal sealed class SessionRules(PSCmdlet cmdlet, WebPinningPolicy policy, IHopObserver observer)
{
    /// <summary>The request under the rules of the session.</summary>
    /// <param name="request">The request, with the policies.</param>
    /// <param name="target">Its host.</param>
    /// <param name="skips">Whether -SkipCertificateCheck was given.</param>
    /// <exception cref="PinningException">The switch would let an impostor pass.</exception>
    internal PinnedWebRequest Apply(PinnedWebRequest request, TlsTarget target, bool skips)
    {
        request = request with { Observer = observer, IsOfPinnedSession = true };
        // What the command itself accepts is accepted; the policy is only asked.
        if (policy.ReportOnly)
            return request with { ObservedUnder = PinPolicy.NotPinned(skips ? TrustSettings.PinOnly : TrustSettings.System) };
        bool isPinned = request.Policies.Policies.Find(target) is { IsPinned: true };
        if (skips) CheckSkipping(request.Policies, target, isPinned);
        bool allows = policy.UnpinnedHost != UnpinnedHostAction.Refuse;
        return request with
        {
            IsOwnHostUnpinned = !isPinned,
            AllowUnpinned = allows,
            // What the switch would skip on the way to another host is never skipped, and is not left to chance either.
            AllowUnpinnedRedirect = allows && !skips,
            WarnsOfUnpinned = policy.UnpinnedHost == UnpinnedHostAction.Warn,
        };
    }

    /// <summary>-SkipCertificateCheck loosens nothing: where the key alone decides, nothing is left to skip.</summary>
    private void CheckSkipping(OverriddenPolicies policies, TlsTarget target, bool isPinned)
    {
        if (isPinned && policies.IsKeyAlone(target)) return;
        string? key = DefaultParameter.KeyOf(cmdlet, "SkipCertificateCheck");
        if (!isPinned)
        {
            observer.SawUncovered(target);
            throw new PinningException(Faults.SkipRefusedInSession(target.ToString(), key));
        }

        cmdlet.Warn($"-SkipCertificateCheck has no effect on {target}: its pin set needs a valid chain and name."
            + (key is null ? "" : $" $PSDefaultParameterValues['{key}'] gives it."));
    }
}
