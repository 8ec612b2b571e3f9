using System;
using System.IO;
using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Org.BouncyCastle.Tls;

namespace PinningTools.Testing;

/// <summary>An impostor with a copy of a certificate, which anyone can have, and a different key.</summary>
public sealed class CopiedCertificateServer : RecordingTlsServer
{
    private readonly byte[] _certificate;
    private readonly AsymmetricAlgorithm _key;
    private readonly SslProtocols _protocol;

    private CopiedCertificateServer(byte[] certificate, AsymmetricAlgorithm key, SslProtocols protocol)
        : base(IPAddress.Loopback, handler: null)
    {
        _certificate = certificate;
        _key = key;
        _protocol = protocol;
    }

    /// <summary>Starts a server that shows one certificate and signs with another key, in one version of TLS.</summary>
    public static CopiedCertificateServer Start(
        TestCertificate certificate, AsymmetricAlgorithm key, SslProtocols protocol)
    {
        var server = new CopiedCertificateServer(certificate.Der, key, protocol);
        server.Listen();
        return server;
    }

    private protected override Task<Stream> HandshakeAsync(
        Stream transport, TlsConnection connection, CancellationToken cancellationToken)
    {
        var protocol = new TlsServerProtocol(transport);
        protocol.Accept(new CopiedCertificateTls(_certificate, _key, _protocol));
        connection.Protocol = _protocol;
        return Task.FromResult(protocol.Stream);
    }
}
