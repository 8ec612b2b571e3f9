using System.IO;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace PinningTools.Testing;

/// <summary>A TLS 1.2 server by the runtime's own <see cref="SslStream"/>, which sends its certificate alone.</summary>
public sealed class PlatformServer : RecordingTlsServer
{
    private readonly X509Certificate2 _certificate;

    private PlatformServer(TestCertificate certificate) => _certificate = certificate.ToPlatform();

    public static PlatformServer Start(TestCertificate certificate) => new(certificate);

    private protected override Stream Handshake(Stream transport, TlsConnection connection)
    {
        var secured = new SslStream(transport);
        secured.AuthenticateAsServer(
            _certificate, clientCertificateRequired: false, SslProtocols.Tls12, checkCertificateRevocation: false);
        return secured;
    }
}
