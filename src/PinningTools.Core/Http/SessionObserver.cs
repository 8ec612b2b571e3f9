using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>Writes the hops of one command into the log of its session, with what the policy said of them.</summary>
/// <param name="log">The log.</param>
/// <param name="caller">Who called the command.</param>
internal sealed class SessionObserver(WebPinningLog log, string caller) : IHopObserver
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The policies whose verdict is to be found out, if the connections are made without them; null if they decided.
    /// </summary>
    internal OverriddenPolicies? Observed { get; init; }

    /// <summary>Whether a host that no pin covers would be refused.</summary>
    internal bool RefusesUnpinned { get; init; }

    /// <summary>Receives what a session that only reports would have refused for its pins.</summary>
    internal Action<string> Warning { get; init; } = _ => { };

    /// <summary>The number of hops that have a verdict that allowed to use them.</summary>
    internal int Used { get; private set; }

    public async Task SawAsync(TlsTarget target, PinVerdict verdict, bool isRefused, CancellationToken cancel)
    {
        if (!isRefused) Used++;
        if (Observed is null || verdict.PresentedChain.Length == 0)
        {
            log.Add(target, caller, verdict, isRefused && verdict.PresentedChain.Length > 0);
            return;
        }

        PinVerdict would;
        try
        {
            would = await EvaluateAsync(Observed, target, verdict, cancel).ConfigureAwait(false);
        }
        catch (PinningException error)
        {
            // A policy that cannot be used would refuse everything.
            would = verdict with { Verdict = Verdict.Unknown, Message = error.Message, Chain = [] };
        }

        bool wouldRefuse = would.Verdict == Verdict.NotPinned ? RefusesUnpinned : !would.Allowed;
        log.Add(target, caller, would, wouldRefuse);
        if (wouldRefuse && would.Verdict != Verdict.NotPinned)
            Warning($"The pins of this session would have refused {target}: {would.Message}");
    }

    public void SawUncovered(TlsTarget target) => log.AddUncovered(target, caller, $"No pin covers {target}.");

    /// <summary>What the policy says of the certificates that the connection showed.</summary>
    private static Task<PinVerdict> EvaluateAsync(
        OverriddenPolicies policies, TlsTarget target, PinVerdict seen, CancellationToken cancel)
    {
        PinPolicy? found = policies.Policies.Find(target);
        PinPolicy policy = found is { IsPinned: true } ? policies.Apply(found) : policies.Ordinary(found);
        var presented = PresentedChain.From([.. seen.PresentedChain.Select(record => record.Certificate)]);
        return PinChecker.EvaluateAsync(
            presented, new PinCheck(target, policy, new ConnectionOptions { Timeout = s_timeout }), cancel);
    }
}
