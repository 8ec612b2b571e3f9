using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;

namespace PinningTools.Testing;

/// <summary>A TLS 1.2 server that sends the certificates it is given, as they are given, fitting or not.</summary>
public sealed class ArbitraryChainServer : RecordingTlsServer
{
    private readonly AsymmetricAlgorithm _key;
    private readonly byte[][] _certificates;

    private ArbitraryChainServer(
        AsymmetricAlgorithm key, byte[][] certificates, Func<Stream, CancellationToken, Task>? handler)
        : base(IPAddress.Loopback, handler)
    {
        _key = key;
        _certificates = certificates;
    }

    /// <summary>Starts a server that has the key of the first certificate and sends them all.</summary>
    public static ArbitraryChainServer Start(params IReadOnlyList<TestCertificate> certificates) =>
        Start(certificates[0].Key, certificates.Select(certificate => certificate.Der));

    /// <summary>Starts a server with an RSA or ECDSA key, and encoded certificates, the first its own.</summary>
    public static ArbitraryChainServer Start(
        AsymmetricAlgorithm key,
        IEnumerable<byte[]> certificates,
        Func<Stream, CancellationToken, Task>? handler = null)
    {
        var server = new ArbitraryChainServer(key, certificates.ToArray(), handler);
        server.Listen();
        return server;
    }

    private protected override Task<Stream> HandshakeAsync(
        Stream transport, TlsConnection connection, CancellationToken cancellationToken)
    {
        var protocol = new TlsServerProtocol(transport);
        protocol.Accept(new ArbitraryChainTls(
            PrivateKeyFactory.CreateKey(_key.ExportPkcs8PrivateKey()), _certificates, connection));
        connection.Protocol = SslProtocols.Tls12;
        return Task.FromResult(protocol.Stream);
    }
}
