using System.IO;
using System.Linq;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Testing;

/// <summary>A TLS server by <see cref="SslStream"/>, with any well-formed chain.</summary>
public sealed class TlsTestServer : RecordingTlsServer
{
    private readonly TlsServerOptions _options;
    private readonly SslStreamCertificateContext _certificates;

    private TlsTestServer(TestCertificate certificate, TlsServerOptions options)
        : base(options.Address, options.Handler)
    {
        var extra = options.ExtraCertificates ?? certificate.Chain.Skip(1);
        _options = options;
        _certificates = SslStreamCertificateContext.Create(
            certificate.Certificate,
            new X509Certificate2Collection(extra.Select(other => other.Certificate).ToArray()),
            offline: true);
    }

    /// <summary>Starts a server with a certificate.</summary>
    public static TlsTestServer Start(TestCertificate certificate, TlsServerOptions? options = null)
    {
        var server = new TlsTestServer(certificate, options ?? new());
        server.Listen();
        return server;
    }

    private protected override async Task<Stream> HandshakeAsync(
        Stream transport, TlsConnection connection, CancellationToken cancellationToken)
    {
        var tls = new SslStream(transport);
        try
        {
            await tls.AuthenticateAsServerAsync(SelectOptions, connection, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await tls.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        connection.Protocol = tls.SslProtocol;
        connection.ClientCertificate = tls.RemoteCertificate?.GetRawCertData();
        return tls;
    }

    private protected override Task EndAsync(Stream secured) =>
        _options.CloseNotify ? ((SslStream)secured).ShutdownAsync() : Task.CompletedTask;

    private ValueTask<SslServerAuthenticationOptions> SelectOptions(
        SslStream stream, SslClientHelloInfo hello, object? state, CancellationToken cancellationToken)
    {
        ((TlsConnection)state!).ServerName = string.IsNullOrEmpty(hello.ServerName) ? null : hello.ServerName;
        return ValueTask.FromResult(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = _certificates,
            EnabledSslProtocols = _options.Protocols,
            ApplicationProtocols = _options.ApplicationProtocols.Count > 0 ? [.. _options.ApplicationProtocols] : null,
            ClientCertificateRequired = _options.RequireClientCertificate,
            RemoteCertificateValidationCallback =
                (_, certificate, _, _) => certificate is not null || !_options.RequireClientCertificate,
        });
    }
}
