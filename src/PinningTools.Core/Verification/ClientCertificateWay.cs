using System;
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
/// <param name="isGood">Whether what was evaluated on a connection may see the certificate.</param>
internal sealed class ClientCertificateWay(PinCheck check, Func<VerdictBasis, bool> isGood)
{
    private const int MaxConnections = 3;

    private ApprovedLeaves _approved = ApprovedLeaves.None;

    /// <param name="known">The leaves that are known from earlier connections under the same policy.</param>
    /// <param name="cancel">Cancels the operation.</param>
    /// <exception cref="ConnectionFailure">
    /// There was no handshake, or the server asks for the certificate with a leaf that may not see it.
    /// </exception>
    /// <exception cref="PinRefusedException">The verdict on the inspected server.</exception>
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
                when (failure.Reason == VerdictReason.ClientCertificateRequired && left > 1)
            {
                await ApproveAsync(failure, cancel).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Looks at a server whose handshake failed without a client certificate.</summary>
    /// <exception cref="ConnectionFailure">It did not prove its key.</exception>
    /// <exception cref="PinRefusedException">It has a bad verdict.</exception>
    internal async Task<ApprovedLeaves> ApproveAsync(ConnectionFailure failure, CancellationToken cancel)
    {
        check = check with { Target = check.Target.At(failure.Address, check.Options) };
        ServerKeyAlgorithm kind = failure.AskingLeaf is { } leaf
            ? KeyAlgorithmChoice.Of(leaf)
            : check.Options.KeyAlgorithm;
        InspectedEvaluation seen;
        try
        {
            seen = await Inspector.LookAsync(check, kind, cancel).ConfigureAwait(false);
        }
        catch (ConnectionFailure inspection)
        {
            throw Withheld(failure, "an inspection, which is to evaluate it first, failed: " + inspection.Message);
        }

        var basis = new VerdictBasis(seen.Evaluation, check.Target, check.Policy, check.Time);
        if (!isGood(basis)) throw new PinRefusedException(VerdictMaker.Decide(basis, seen.Connection.FactsAfter(failure)));
        if (!seen.IsProven) throw Withheld(failure, "it did not prove that it holds the key of its certificate.");
        return _approved = _approved.With(seen.Leaf);
    }

    private ConnectionFailure Withheld(ConnectionFailure failure, string why) => new(
        failure.Verdict, failure.Reason, Faults.ClientCertificateWithheld(check.Target.ToString(), why),
        failure.Address, failure);
}
