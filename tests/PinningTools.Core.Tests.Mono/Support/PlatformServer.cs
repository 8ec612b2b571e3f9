using System.IO;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace PinningTools.Testing;

/// <summary>A TLS 1.2 server by the runtime's own <see cref="SslStream"/>, which sends its certificate alone.</summary>
public sealed class PlatformServer : RecordingTlsServer
{
    private readonly X509Certificate2 _certificate;
    private readonly bool _asks;

    private PlatformServer(TestCertificate certificate, bool asks)
    {
        _certificate = certificate.ToPlatform();
        _asks = asks;
    }

    /// <param name="certificate">The certificate to show.</param>
    /// <param name="asks">Whether to ask for a client's; one without is let in all the same.</param>
    public static PlatformServer Start(TestCertificate certificate, bool asks = false) => new(certificate, asks);

    private protected override Stream Handshake(Stream transport, TlsConnection connection)
    {
        // Whoever the client is, it is let in, with a certificate where it is asked for one.
        var secured = new SslStream(
            transport, leaveInnerStreamOpen: false,
            (_, shown, _, _) => (connection.ClientCertificate = shown?.GetRawCertData()) is not null || true);
        secured.AuthenticateAsServer(
            _certificate, clientCertificateRequired: _asks, SslProtocols.Tls12, checkCertificateRevocation: false);
        return secured;
    }
}
