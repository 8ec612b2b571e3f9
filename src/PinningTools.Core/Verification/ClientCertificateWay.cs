using System;
using System.Net;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// The way to a connection with a client certificate, which only a leaf with a good verdict gets to see. A server that
/// only asks is evaluated on a connection without the certificate. One that ends the handshake without it, as TLS 1.2
/// allows, is read by an inspection, and must have proven its key. The certificate is shown on the next connection, to
/// that very leaf, where only signed key exchanges are offered. A server with several certificates may then show another
/// one: that one is evaluated as well, and the connection is tried once more.
/// </summary>
/// <param name="check">What is checked, with the client certificate among its options.</param>
/// <param name="isGood">
/// Whether what a server showed may see the certificate, if the server proved the key. The basis has no inspection.
/// </param>
internal sealed class ClientCertificateWay(PinCheck check, Func<VerdictBasis, bool> isGood)
{
    private const int MaxConnections = 3;

    private ApprovedLeaves _approved = ApprovedLeaves.None;

    /// <param name="known">The leaves that are known from earlier connections under the same policy.</param>
    /// <param name="cancel">Cancels the operation.</param>
    /// <exception cref="ConnectionFailure">
    /// There was no handshake, or the server asks for the certificate with a leaf that may not see it.
    /// </exception>
    /// <exception cref="NotApprovedException">What an inspection of the server showed may not see it.</exception>
    internal async Task<CheckedConnection> OpenAsync(ApprovedLeaves known, CancellationToken cancel)
    {
        _approved = known;
        for (int left = MaxConnections; ; left--)
        {
            try
            {
                CheckedConnection connection =
                    await PinChecker.OpenAsync(check, _approved, cancel).ConfigureAwait(false);
                bool asksAgain = connection.Connection.IsClientCertificateMissing && isGood(connection.Basis);
                if (!asksAgain || left == 1) return connection;
                connection.Dispose();
                _approved = _approved.With(connection.Connection.Presented.Leaf);
            }
            catch (ConnectionFailure failure)
                when (failure.Reason == VerdictReason.ClientCertificateRequired && check.Inspects && failure.MayInspect)
            {
                if (left == 1) throw Swapped(failure);
                await ApproveAsync(failure, cancel).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Inspects a server whose handshake failed without a client certificate.</summary>
    /// <returns>The leaves that may see the certificate, with the one that the inspection read.</returns>
    /// <exception cref="ConnectionFailure">The inspection read nothing.</exception>
    /// <exception cref="NotApprovedException">What it read has a bad verdict, or is not proven.</exception>
    internal async Task<ApprovedLeaves> ApproveAsync(ConnectionFailure failure, CancellationToken cancel)
    {
        // The one that it showed to the platform, among its certificates.
        ServerKeyAlgorithm kind = failure.AskingLeaf is { } leaf
            ? KeyAlgorithmChoice.Of(leaf)
            : check.Options.KeyAlgorithm;
        PinCheck inspected = check with { Options = check.Options with { KeyAlgorithm = kind } };
        (PresentedChain presented, ConnectionFacts facts) =
            await FollowingInspection.ReadAsync(inspected, failure, TimeSpan.Zero, cancel).ConfigureAwait(false);
        Evaluation evaluation =
            await PinChecker.EvaluateAsync(presented, check, facts, cancel).ConfigureAwait(false);
        var basis = new VerdictBasis(evaluation, check.Target, check.Policy, check.Time);
        if (facts.Inspection is not { IsProven: true } || !isGood(basis))
            throw new NotApprovedException(basis.ByInspection(facts.Inspection), facts);
        if (facts.Address is { } address) check = check with { Target = check.Target.At(IPAddress.Parse(address)) };
        return _approved = _approved.With(presented.Leaf);
    }

    private ConnectionFailure Swapped(ConnectionFailure failure) => new(
        failure.Verdict, failure.Reason, Faults.ClientCertificateWithheld(check.Target.ToString()), failure.Address,
        failure);
}

/// <summary>What an inspection of a server showed, which may not see the client certificate.</summary>
internal sealed class NotApprovedException(VerdictBasis basis, ConnectionFacts facts) : Exception
{
    internal VerdictBasis Basis { get; } = basis;

    internal ConnectionFacts Facts { get; } = facts;

    internal PinRefusedException ToRefusal() => new(VerdictMaker.Decide(Basis, Facts), this);
}
