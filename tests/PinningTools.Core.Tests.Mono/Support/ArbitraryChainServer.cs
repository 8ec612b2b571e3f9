using System.Collections.Generic;
using System.IO;
using System.Linq;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Tls;

namespace PinningTools.Testing;

/// <summary>A TLS 1.2 server that sends the certificates it is given, as they are given, fitting or not.</summary>
public class ArbitraryChainServer : RecordingTlsServer
{
    private readonly AsymmetricKeyParameter _key;
    private readonly byte[][] _certificates;

    private protected ArbitraryChainServer(AsymmetricKeyParameter key, byte[][] certificates)
    {
        _key = key;
        _certificates = certificates;
    }

    public static ArbitraryChainServer Start(params IReadOnlyList<TestCertificate> certificates) =>
        Start(certificates[0].Key, certificates.Select(certificate => certificate.Der));

    public static ArbitraryChainServer Start(AsymmetricKeyParameter key, IEnumerable<byte[]> certificates) =>
        new(key, [.. certificates]);

    private protected override Stream Handshake(Stream transport, TlsConnection connection)
    {
        var protocol = new TlsServerProtocol(transport);
        protocol.Accept(new ArbitraryChainTls(_key, _certificates, connection));
        return protocol.Stream;
    }
}
