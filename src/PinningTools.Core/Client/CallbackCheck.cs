using System;
using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;

namespace PinningTools.Internal;

/// <summary>
/// The check in a certificate callback. It runs on a thread of the client, in the middle of a handshake: it copies what it
/// is given, and every failure is a verdict.
/// </summary>
internal sealed class CallbackCheck
{
    private readonly OverriddenPolicies _policies;
    private readonly TlsTarget _asked;
    private readonly ConnectionOptions _options;

    /// <exception cref="PinningException">No pin covers the host, or its policy must not be used.</exception>
    internal CallbackCheck(OverriddenPolicies policies, TlsTarget target, TimeSpan timeout)
    {
        _policies = policies;
        _asked = target;
        _options = new ConnectionOptions { Timeout = timeout };
        (Target, PinPolicy policy) = policies.FindEndpoint(target);
        if (!policy.IsPinned) throw new PinningException(Faults.NotPinned(Target.ToString()));
        IsKeyOnly = policy.Trust.Mode == TrustMode.PinOnly;
    }

    internal TlsTarget Target { get; }

    /// <summary>Whether only the leaf's key counts, so that no chain is needed.</summary>
    internal bool IsKeyOnly { get; }

    /// <summary>The verdict on one connection. It does not throw.</summary>
    internal PinVerdict Run(object? sender, X509Certificate? certificate, X509Chain? chain)
    {
        var watch = Stopwatch.StartNew();
        PinVerdict verdict;
        try
        {
            verdict = Decide(sender, certificate, chain);
        }
        catch (Exception error)
        {
            // Anything at all, from a chain that was disposed to a store that cannot be read any more: in the thread of the
            // client, an exception could end the process, or be taken for a failure of the network.
            verdict = Refuse(error);
        }

        return verdict with { Elapsed = watch.Elapsed };
    }

    /// <summary>The verdict if the check failed, or the client's arguments could not even be read.</summary>
    internal PinVerdict Refuse(Exception error) => NotConnected(
        Verdict.Unknown, VerdictReason.CallbackFailed,
        error is PinningException { Fault: var fault } ? fault : Faults.CallbackFailed(Target.ToString(), error.Message));

    private PinVerdict NotConnected(Verdict verdict, VerdictReason reason, Fault fault) =>
        VerdictMaker.NotConnected(Target, new ConnectionFailure(verdict, reason, fault), TimeSpan.Zero);

    private PinVerdict Decide(object? sender, X509Certificate? certificate, X509Chain? chain)
    {
        if (certificate is null)
            return VerdictMaker.NotConnected(Target, HandshakeErrors.NoCertificate(Target, null), TimeSpan.Zero);
        if (CallbackSender.OtherThan(Target.JudgedName, sender) is { } other)
            return NotConnected(
                Verdict.NameMismatch, VerdictReason.OtherHost, Faults.OtherHost(Target.ToString(), other));
        PresentedChain presented;
        try
        {
            presented = PresentedChain.Copy(certificate, chain?.ChainPolicy.ExtraStore);
        }
        catch (PinningException unreadable)
        {
            return NotConnected(
                Verdict.HandshakeFailed, VerdictReason.NoCertificate, Faults.HandshakeFailed(
                    Target.ToString(), "the server's certificate cannot be read: " + unreadable.Fault.Message));
        }

        // Looked up for each connection: a store on disk may have changed, and a set may have expired.
        (TlsTarget target, PinPolicy policy) = _policies.FindEndpoint(_asked);
        return PinChecker.EvaluateAsync(presented, new PinCheck(target, policy, _options), default)
            .ConfigureAwait(false).GetAwaiter().GetResult();
    }
}
