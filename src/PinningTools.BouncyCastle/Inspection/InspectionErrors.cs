using System;
using Org.BouncyCastle.Tls;

namespace PinningTools.Internal;

/// <summary>What the end of a handshake means.</summary>
internal static class InspectionErrors
{
    internal static InspectionFailure Refused(int alert, InspectionOffer offer, Exception error) =>
        new(ReasonOf(alert, offer), AlertNames.Sent(alert), error) { Alert = alert };

    internal static InspectionFailure Broken(Exception error) =>
        new(VerdictReason.ProtocolViolation, Clause(error) + ".", error);

    internal static string Clause(Exception error) => error switch
    {
        TlsFatalAlertReceived received => "the server sent the alert " + AlertNames.Describe(received.AlertDescription),
        TlsFatalAlert raised => "the handshake cannot go on: " + AlertNames.Describe(raised.AlertDescription),
        _ => "the handshake cannot go on: " + error.Message,
    };

    private static VerdictReason ReasonOf(int alert, InspectionOffer offer) => alert switch
    {
        AlertNames.HandshakeFailure when offer.KeyAlgorithm != ServerKeyAlgorithm.Any => VerdictReason.KeyAlgorithmNotOffered,
        AlertNames.HandshakeFailure or AlertNames.ProtocolVersion or AlertNames.InsufficientSecurity => VerdictReason.ProtocolRefused,
        AlertNames.UnrecognizedName => VerdictReason.ServerNameRefused,
        _ => VerdictReason.HandshakeCauseUnknown,
    };
}
