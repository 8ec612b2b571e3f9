namespace PinningTools.Internal;

/// <summary>
/// The meaning of the alert with which a server ends a handshake, as far as its number proves it: RFC 8446 section 6.2.
/// </summary>
internal static class PeerAlerts
{
    private const string CheckLog = "Look in the server's log for the reason.";

    private const string CheckOffer =
        "Compare the TLS versions, cipher suites and groups of both sides. -SslProtocol and this machine's policy "
            + "determine what is offered.";

    /// <param name="alert">The alert's number.</param>
    /// <param name="target">Who sent it.</param>
    /// <param name="algorithm">The kind of key that was requested.</param>
    /// <param name="isAgreed">
    /// Whether the alert came after the server's hello: version and cipher suite are then no longer the cause.
    /// </param>
    internal static (VerdictReason Reason, Fault Fault) Explain(
        int alert, TlsTarget target, ServerKeyAlgorithm algorithm, bool isAgreed) => alert switch
        {
            AlertNames.UnrecognizedName =>
                (VerdictReason.ServerNameRefused, Faults.ServerNameRefused(
                    target.ToString(), NameSent(target), AlertNames.Describe(AlertNames.UnrecognizedName))),
            // A server that does not have the key to decrypt what it received ends the handshake like this.
            _ when isAgreed || alert is AlertNames.DecryptError or AlertNames.BadRecordMac =>
                (VerdictReason.HandshakeCauseUnknown,
                    Faults.HandshakeRefused(target.ToString(), AlertNames.Sent(alert), CheckLog)),
            _ when algorithm != ServerKeyAlgorithm.Any && IsOfOffer(alert) => OfKeyAlgorithm(alert, target, algorithm),
            _ => (VerdictReason.ProtocolRefused, Faults.HandshakeRefused(
                target.ToString(), AlertNames.Sent(alert) + Nameless(alert, target),
                IsOfOffer(alert) ? CheckOffer : CheckLog)),
        };

    private static bool IsOfOffer(int alert) => alert is
        AlertNames.HandshakeFailure or AlertNames.ProtocolVersion or AlertNames.InsufficientSecurity;

    private static (VerdictReason Reason, Fault Fault) OfKeyAlgorithm(
        int alert, TlsTarget target, ServerKeyAlgorithm algorithm)
    {
        // With these suites and signatures alone, the version can be the cause as well.
        bool isVersion = alert == AlertNames.ProtocolVersion;
        string why = isVersion
            ? "it refuses the TLS versions that were offered"
            : "it has none, or it refuses every version, cipher suite and signature for such a key";
        return (isVersion ? VerdictReason.ProtocolRefused : VerdictReason.KeyAlgorithmNotOffered,
            Faults.KeyAlgorithmRefused(
                target.ToString(), NameOf(algorithm), $"{why} (alert {AlertNames.Describe(alert)})."));
    }

    /// <summary>As people write it.</summary>
    internal static string NameOf(ServerKeyAlgorithm algorithm) =>
        algorithm == ServerKeyAlgorithm.EdDsa ? "EdDSA" : algorithm.ToString().ToUpperInvariant();

    /// <summary>For an address no name is sent, and a server with many names may not have a default.</summary>
    private static string Nameless(int alert, TlsTarget target) =>
        target.JudgedName.IsAddress && alert is AlertNames.HandshakeFailure or AlertNames.InternalError
            ? " No server name was sent, because the host is an address. To send one, use -ServerName."
            : "";

    private static string NameSent(TlsTarget target) => target.JudgedName.IsAddress
        ? "clients that send no server name, and none can be sent for an address"
        : $"the name '{target.JudgedName}'";
}
