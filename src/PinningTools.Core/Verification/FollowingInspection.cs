using System;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// The inspection that follows a handshake of the platform: at the same address, by the same way, in what is left of
/// the same deadline, and without the client certificate. <see cref="InspectionRule"/> says after which failures.
/// </summary>
internal static class FollowingInspection
{
    /// <param name="check">The check whose handshake failed.</param>
    /// <param name="failed">The failure.</param>
    /// <param name="spent">What is used up of the deadline.</param>
    /// <param name="cancel">The caller's token.</param>
    /// <returns>What the server showed, with the facts of both tries.</returns>
    /// <exception cref="ConnectionFailure">
    /// Neither try read it. The failure is that of the platform's handshake and says what became of the inspection; if
    /// the inspection found an impostor, it says that.
    /// </exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    internal static async Task<(PresentedChain Presented, ConnectionFacts Facts)> ReadAsync(
        PinCheck check, ConnectionFailure failed, TimeSpan spent, CancellationToken cancel)
    {
        TimeSpan left = check.Options.Timeout - spent;
        if (left <= TimeSpan.Zero) throw Both(failed, "No time was left for an inspection.");
        ConnectionOptions options = check.Options with { Timeout = left, ClientCertificate = null };
        try
        {
            InspectedConnection read = await InspectionConnector
                .ReadAsync(SamePlace(check.Target, failed), options, Offer(check), cancel).ConfigureAwait(false);
            return (read.Server.Presented, read.FactsAfter(failed) with { Elapsed = spent + read.Elapsed });
        }
        catch (ConnectionFailure failure) when (failure.Reason == VerdictReason.HandshakeSignatureInvalid)
        {
            throw new ConnectionFailure(
                Verdict.HandshakeFailed, failure.Reason, Faults.HandshakeSignatureInvalid(check.Target.ToString()),
                failed.Address, failure);
        }
        catch (ConnectionFailure failure)
        {
            string why = failure.InnerException is InspectionFailure own ? own.Message : failure.Fault.Message;
            throw Both(failed, $"An inspection did not read it either: {why}");
        }
        catch (PinningException error)
        {
            throw Both(failed, $"No inspection was possible: {error.Fault.Message}");
        }
    }

    /// <summary>An inspection that follows no failure: it asks for what the platform cannot ask for.</summary>
    /// <exception cref="ConnectionFailure">It read nothing.</exception>
    internal static async Task<(PresentedChain Presented, ConnectionFacts Facts)> ReadAloneAsync(
        PinCheck check, CancellationToken cancel)
    {
        ConnectionOptions options = check.Options with { ClientCertificate = null };
        try
        {
            InspectedConnection read = await InspectionConnector
                .ReadAsync(check.Target, options, Offer(check), cancel).ConfigureAwait(false);
            return (read.Server.Presented, read.FactsAfter(null));
        }
        catch (ConnectionFailure failure) when (failure.MayInspect)
        {
            // It was one already.
            throw new ConnectionFailure(failure.Verdict, failure.Reason, failure.Fault, failure.Address, failure);
        }
    }

    /// <summary>All versions in one hello, or those that the user allows.</summary>
    private static InspectionOffer Offer(PinCheck check)
    {
        var offer = new InspectionOffer(check.Target.JudgedName) { KeyAlgorithm = check.Options.KeyAlgorithm };
        (int Version, int Flags)[] asked =
            [(InspectionOffer.Tls10, 0xC0), (0x302, 0x300), (InspectionOffer.Tls12, 0xC00), (InspectionOffer.Tls13, 0x3000)];
        int[] allowed = [.. Array.FindAll(asked, one => ((int)check.Options.Protocols & one.Flags) != 0)
            .Select(one => one.Version)];
        return allowed.Length == 0 ? offer
            : offer with { MinVersion = allowed[0], MaxVersion = allowed[allowed.Length - 1] };
    }

    /// <summary>
    /// The very address that the platform's handshake had: the name is not looked up a second time. Behind a proxy the
    /// proxy looks it up.
    /// </summary>
    private static TlsTarget SamePlace(TlsTarget target, ConnectionFailure failed) =>
        failed.Address is { } address ? target.At(IPAddress.Parse(address)) : target;

    private static ConnectionFailure Both(ConnectionFailure failed, string more) => new(
        failed.Verdict, failed.Reason, failed.Fault.WithMore(more), failed.Address, failed);
}
