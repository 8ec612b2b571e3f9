using System;
using Org.BouncyCastle.Tls;

namespace PinningTools.Internal;

/// <summary>What the end of a handshake means.</summary>
internal static class InspectionErrors
{
    /// <summary>Whether something that only the holder of the key can make was wrong, or a record was changed.</summary>
    internal static bool IsForgery(Exception error) => error is TlsFatalAlert
    {
        AlertDescription: AlertDescription.decrypt_error or AlertDescription.bad_record_mac,
    };

    internal static InspectionFailure Forged(bool isSignature, Exception error) => isSignature
        ? new InspectionFailure(
            VerdictReason.HandshakeSignatureInvalid,
            "the signature by which the server proves that it holds the key of its certificate does not verify.", error)
        : new InspectionFailure(
            VerdictReason.ProtocolViolation, "the server's Finished, or the protection of a record, does not verify.", error);

    /// <summary>The end of a handshake in which nothing was shown.</summary>
    internal static InspectionFailure Ended(Exception error, InspectionOffer offer) => error switch
    {
        TlsFatalAlertReceived received => new InspectionFailure(
            ReasonOf(received.AlertDescription, offer), AlertNames.Sent(received.AlertDescription), error)
        {
            Alert = received.AlertDescription,
        },
        TlsFatalAlert { AlertDescription: AlertDescription.protocol_version } => new InspectionFailure(
            VerdictReason.ProtocolRefused, "the server chose a version of TLS that was not offered.", error),
        _ => new InspectionFailure(VerdictReason.ProtocolViolation, Clause(error) + ".", error),
    };

    /// <summary>Why the handshake went no further.</summary>
    internal static string Clause(Exception? error) => error switch
    {
        null => "the server closed the connection before it proved that it holds the key",
        TlsFatalAlertReceived received => "the server sent the alert " + AlertNames.Describe(received.AlertDescription),
        TlsFatalAlert raised =>
            "the handshake could not continue here, with the alert " + AlertNames.Describe(raised.AlertDescription),
        BeyondLimitException => error.Message,
        _ => "the handshake could not continue here: " + error.Message,
    };

    private static VerdictReason ReasonOf(int alert, InspectionOffer offer) => alert switch
    {
        AlertNames.HandshakeFailure when offer.KeyAlgorithm != ServerKeyAlgorithm.Any =>
            VerdictReason.KeyAlgorithmNotOffered,
        AlertNames.HandshakeFailure or AlertNames.ProtocolVersion or AlertNames.InsufficientSecurity =>
            VerdictReason.ProtocolRefused,
        AlertNames.UnrecognizedName => VerdictReason.ServerNameRefused,
        _ => VerdictReason.HandshakeCauseUnknown,
    };
}
