// The room Connections: the one way to a TLS connection, for checks and for requests.
// - Resolve, connect, proxy, STARTTLS, handshake, copy what the peer showed. The certificate callback copies and
//   accepts; the caller uses the stream only after its verdict on that copy.
// - One deadline covers everything. What cannot be interrupted (name lookups) runs on threads of its own and is
//   abandoned.
// - What is read before TLS is limited and never becomes part of the TLS stream: plaintext where TLS must begin ends
//   the connection.
// - TlsConnector makes the platform's handshake, which carries everything that is used. InspectionConnector goes the
//   same way to the same server and only reads what it shows.
// - A client certificate is sent only to a leaf that already had a good verdict.
// - A failure says how far the connection came and what is known. One error of the platform does not prove a cause.

using System;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Makes every TLS connection that is used: the platform's handshake, and a copy of what the peer showed. The
/// certificate callback only copies and accepts; the verdict is made after the handshake and before any use of the
/// stream.
/// </summary>
internal sealed class TlsConnector : TransportConnector<TlsConnection>
{
    private readonly ApprovedLeaves _approved;
    private byte[]? _askingLeaf;
    private int _selections;
    private bool _certificateWanted;
    private bool _certificateShown;

    private TlsConnector(TlsTarget target, ConnectionOptions options, ApprovedLeaves approved)
        : base(target, options)
    {
        _approved = approved;
    }

    /// <param name="target">Where to.</param>
    /// <param name="options">How.</param>
    /// <param name="cancel">The caller's token.</param>
    /// <param name="approved">
    /// The leaves with a good verdict under the caller's policy: only these are shown the client certificate.
    /// </param>
    /// <exception cref="ConnectionFailure">There was no handshake; the failure says at which step and why.</exception>
    /// <exception cref="PinningException">The options cannot be used on this platform or with this proxy.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    internal static Task<TlsConnection> OpenAsync(
        TlsTarget target, ConnectionOptions options, CancellationToken cancel, ApprovedLeaves? approved = null) =>
        new TlsConnector(target, options, approved ?? ApprovedLeaves.None).RunAsync(cancel);

    protected override async Task<TlsConnection> HandshakeAsync(
        Socket socket, TlsRecordStream records, CancellationToken cancel)
    {
        PresentedChain? presented = null;
        SslStream stream = SslStreamHandshake.Wrap(
            records, (leaf, chain) => presented = PresentedChain.Copy(leaf, chain?.ChainPolicy.ExtraStore), Identify);
        try
        {
            await stream.AuthenticateAsync(Target.JudgedName, Options, _approved).ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
            // Fail closed where the callback did not run for this very stream, as on a resumed session
            // (dotnet/runtime#133174).
            byte[]? leafNow = stream.RemoteCertificate?.GetRawCertData();
            if (presented is null || leafNow is null || !Bytes.Same(leafNow, presented.Leaf.Raw))
                throw HandshakeErrors.NoCertificate(Target, Address);
            return new TlsConnection(socket, stream, records, presented, new ConnectionFacts
            {
                Address = Address,
                Protocol = ProtocolName(stream.SslProtocol),
                CipherSuite = stream.CipherSuiteName(),
                Elapsed = Elapsed,
            })
            {
                IsClientCertificateMissing = IsClientCertificateWanted && !_certificateShown,
            };
        }
        catch
        {
            if (records.Received.IsForeign) records.ReadBeginning();
            stream.Dispose();
            throw;
        }
    }

    protected override Exception ExplainHandshake(Exception error, TlsRecordStream records) =>
        IsClientCertificateWanted && HandshakeErrors.MayConcernClientCertificate(error, records)
            ? HandshakeErrors.FromClientCertificate(
                error, Target, Address, _certificateShown, Options.ClientCertificate is not null, records, _askingLeaf)
            : HandshakeErrors.Explain(error, Target, Address, Options.KeyAlgorithm, records);

    /// <summary>
    /// Called by the platform. .NET calls it once in advance, when nothing is known yet, and again with the server's
    /// leaf when the server requests a certificate. .NET Framework calls it at the same moments but never has the leaf:
    /// there it must suffice that the previous connection was approved, and this connection is evaluated separately all
    /// the same.
    /// </summary>
    private X509Certificate2? Identify(X509Certificate? server)
    {
        _selections++;
        if (server is null && !SslStreamHandshake.IsAskedBlindly) return null;
        _certificateWanted |= server is not null || _selections > 1;
        _askingLeaf = server?.GetRawCertData();
        _certificateShown = Options.ClientCertificate is not null && !_approved.IsEmpty
            && (_askingLeaf is null || _approved.Contains(_askingLeaf));
        return _certificateShown ? Options.ClientCertificate!.Certificate : null;
    }

    private bool IsClientCertificateWanted =>
        _certificateWanted || Records is { Received.IsClientCertificateAsked: true };

    private static string ProtocolName(SslProtocols protocol) => (int)protocol switch
    {
        0x300 => "TLS 1.1",
        0xC0 => "TLS 1.0",
        0xC00 => "TLS 1.2",
        0x3000 => "TLS 1.3",
        _ => protocol.ToString(),
    };
}
