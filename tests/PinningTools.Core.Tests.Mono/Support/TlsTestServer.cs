using System.Linq;

namespace PinningTools.Testing;

/// <summary>A TLS server with a well-formed chain, sent without its root as servers do.</summary>
public sealed class TlsTestServer : ArbitraryChainServer
{
    private TlsTestServer(TestCertificate certificate)
        : base(certificate.Key, [.. certificate.Chain
            .Where((one, i) => i == 0 || one.Issuer is not null).Select(one => one.Der)])
    {
    }

    /// <param name="certificate">The certificate, to be sent with its issuers.</param>
    /// <param name="answer">What to answer to every request; usually nothing.</param>
    public static TlsTestServer Start(TestCertificate certificate, byte[]? answer = null) =>
        new(certificate) { Answer = answer };
}
