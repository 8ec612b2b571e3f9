using System;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// The second way to the same server: prepares the connection as the platform's handshake has it, and hands it to the
/// inspection, which only reads. Nothing but TLS is sent on it, and it is closed in the end.
/// </summary>
internal sealed class InspectionConnector : TransportConnector<InspectedConnection>
{
    private readonly InspectionOffer _offer;

    private InspectionConnector(TlsTarget target, ConnectionOptions options, InspectionOffer offer)
        : base(target, options)
    {
        _offer = offer;
    }

    /// <param name="target">Where to.</param>
    /// <param name="options">How; a client certificate is never shown.</param>
    /// <param name="offer">What to offer.</param>
    /// <param name="cancel">The caller's token.</param>
    /// <exception cref="ConnectionFailure">
    /// There was no handshake that shows a certificate; the failure says at which step and why.
    /// </exception>
    /// <exception cref="PinningException">The library of inspections or the proxy cannot be used.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    internal static async Task<InspectedConnection> ReadAsync(
        TlsTarget target, ConnectionOptions options, InspectionOffer offer, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            return await new InspectionConnector(target, options, offer).RunAsync(cancel).ConfigureAwait(false);
        }
        catch (ConnectionFailure refused) when (IsOfSuites(refused) && offer.LastResort is { } last)
        {
            TimeSpan spent = watch.Elapsed, left = options.Timeout - spent;
            if (left <= TimeSpan.Zero) throw;
            try
            {
                TlsTarget there = refused.Address is { } address ? target.At(IPAddress.Parse(address)) : target;
                InspectedConnection read = await new InspectionConnector(there, options with { Timeout = left }, last)
                    .RunAsync(cancel).ConfigureAwait(false);
                return read with { Elapsed = spent + read.Elapsed };
            }
            catch (ConnectionFailure again)
                when (again.Reason is not (VerdictReason.HandshakeSignatureInvalid or VerdictReason.ProtocolViolation))
            {
                // What it said of the whole offer tells more.
                ExceptionDispatchInfo.Capture(refused).Throw();
                throw;
            }
        }
    }

    /// <summary>
    /// Whether the server may have refused only the cipher suites. SSL 3.0 has no other alert for a version, either
    /// (RFC 6101 section 5.4.2).
    /// </summary>
    internal static bool IsOfSuites(ConnectionFailure failure) => failure is
    {
        IsVersionRefused: false,
        InnerException: InspectionFailure { Alert: AlertNames.HandshakeFailure or AlertNames.InsufficientSecurity },
    };

    protected override async Task<InspectedConnection> HandshakeAsync(
        Socket socket, TlsRecordStream records, CancellationToken cancel)
    {
        using (socket)
        {
            IInspectionHandshake handshake = Options.InspectionHandshake is { } make
                ? make()
                : LateLibrary.Create<IInspectionHandshake>("InspectionHandshake");
            InspectedServer server = await handshake.ReadAsync(records, _offer, cancel).ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
            return new InspectedConnection(server, Address, Elapsed, records.Received);
        }
    }

    protected override Exception ExplainHandshake(Exception error, TlsRecordStream records) => error switch
    {
        PinningException => error,
        // What the server said about the one kind of key that it was asked for.
        InspectionFailure when _offer.KeyAlgorithm != ServerKeyAlgorithm.Any && records.Received.AlertNumber is not null =>
            HandshakeErrors.FromAlert(error, Target, Address, _offer.KeyAlgorithm, records),
        InspectionFailure failure => new ConnectionFailure(
            Verdict.HandshakeFailed, failure.Reason, Faults.InspectionFailed(Target.ToString(), failure.Message),
            Address, error)
        {
            IsVersionRefused = IsVersionRefused(records),
        },
        _ => HandshakeErrors.Explain(error, Target, Address, _offer.KeyAlgorithm, records),
    };

    /// <summary>
    /// The server sent the alert for it, or answered with a hello of another version. That of TLS 1.3 says 1.2, and what
    /// it is was then refused by this side.
    /// </summary>
    private bool IsVersionRefused(TlsRecordStream records)
    {
        TlsRecordLog received = records.Received;
        if (received.HelloVersion == 0) return received.AlertNumber == AlertNames.ProtocolVersion;
        return received.HelloVersion < Math.Min(_offer.MinVersion, InspectionOffer.Tls12)
            || records.Sent.AlertNumber == AlertNames.ProtocolVersion;
    }
}

/// <summary>What an inspection read, and where. The connection is closed.</summary>
/// <param name="Server">What the server showed, and what of it is proven.</param>
/// <param name="Address">The address of the connection; null behind a proxy.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Received">What the server sent in plaintext.</param>
internal sealed record InspectedConnection(
    InspectedServer Server, string? Address, TimeSpan Elapsed, TlsRecordLog Received)
{
    /// <param name="failed">The handshake of the platform that failed before, if that is why it was inspected.</param>
    internal ConnectionFacts FactsAfter(ConnectionFailure? failed) => new()
    {
        Address = Address,
        Protocol = TlsNames.Version(Server.Version) + Doubt,
        CipherSuite = TlsNames.CipherSuite(Server.CipherSuite, Server.CipherSuiteName) + Doubt,
        Elapsed = Elapsed,
        Inspection = new Inspection(Server, failed),
    };

    /// <summary>Only a verified Finished covers the version and the cipher suite.</summary>
    private string Doubt => Server.IsNegotiationProven ? "" : " (as shown)";
}

/// <summary>An inspection as a verdict needs it.</summary>
/// <param name="Server">What the server showed, and what of it is proven.</param>
/// <param name="Failed">The handshake of the platform that failed before; null if it was not tried.</param>
internal sealed record Inspection(InspectedServer Server, ConnectionFailure? Failed)
{
    /// <summary>
    /// Whether the server proved that it holds its certificate's key, and by a proof that counts. Unknown values do not.
    /// </summary>
    internal bool IsProven =>
        Server.Proof is HandshakeProof.ServerKeyExchange or HandshakeProof.CertificateVerify or HandshakeProof.Finished
        && Server.Strength is ProofStrength.Legacy or ProofStrength.Strong;
}
