using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace PinningTools.Testing;

/// <summary>An HTTPS server on a free loopback port, with a few endpoints, that remembers every request.</summary>
/// <remarks>
/// Answers <c>/</c>, <c>/echo</c>, <c>/status/{code}</c>, <c>/redirect?to=URL&amp;code=302</c>, <c>/redirect/{n}</c>,
/// <c>/bytes/{n}</c>, <c>/slow/{ms}</c>, <c>/gzip</c>, <c>/deflate</c>, <c>/br</c>, <c>/json</c>, <c>/xml</c>,
/// <c>/charset/{name}</c>, <c>/cookie/set?k=v</c>, <c>/cookie</c> and <c>/auth/basic</c>.
/// </remarks>
public sealed class HttpTestServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<RecordedRequest> _requests = new();
    private readonly ConcurrentDictionary<string, RequestDelegate> _mapped = new(StringComparer.Ordinal);
    private readonly WebApplication _application;
    private int _connectionCount;

    private HttpTestServer(TestCertificate certificate, HttpServerOptions options)
    {
        // The empty builder logs nothing and reads no configuration.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddRouting();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => Secure(listen, certificate, options));
            if (options.PlainHttp)
                kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
        });
        _application = builder.Build();
        _application.Use(RecordAsync);
        _application.UseRouting();
        HttpTestEndpoints.MapTo(_application);
    }

    /// <summary>The address of the server as <c>https</c>.</summary>
    public Uri Uri => AddressOf(Uri.UriSchemeHttps);

    /// <summary>The address of the server as <c>http</c>, if it has one.</summary>
    public Uri PlainUri => AddressOf(Uri.UriSchemeHttp);

    /// <summary>The secured port.</summary>
    public int Port => Uri.Port;

    /// <summary>The TLS connections so far, counted when their handshake was done.</summary>
    public int ConnectionCount => Volatile.Read(ref _connectionCount);

    /// <summary>The requests so far, oldest first.</summary>
    public IReadOnlyList<RecordedRequest> Requests => _requests.ToArray();

    /// <summary>Starts a server with a certificate.</summary>
    public static async Task<HttpTestServer> StartAsync(TestCertificate certificate, HttpServerOptions? options = null)
    {
        var server = new HttpTestServer(certificate, options ?? new());
        await server._application.StartAsync().ConfigureAwait(false);
        return server;
    }

    /// <summary>Answers a path in another way, from now on.</summary>
    public HttpTestServer Map(string path, RequestDelegate handler)
    {
        _mapped[path] = handler;
        return this;
    }

    /// <summary>Closes all connections and stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        // Cancelled from the start: a test that is over waits for no request.
        await _application.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }

    private void Secure(ListenOptions listen, TestCertificate certificate, HttpServerOptions options)
    {
        var extra = options.ExtraCertificates ?? certificate.Chain.Skip(1);
        listen.Protocols = options.Protocols;
        listen.UseHttps(new HttpsConnectionAdapterOptions
        {
            ServerCertificate = certificate.Certificate,
            ServerCertificateChain = new(extra.Select(other => other.Certificate).ToArray()),
            SslProtocols = options.TlsProtocols,
            ClientCertificateMode = options.RequireClientCertificate
                ? ClientCertificateMode.RequireCertificate
                : ClientCertificateMode.NoCertificate,
            ClientCertificateValidation = (_, _, _) => true,
        });
        listen.Use(next => connection =>
        {
            Interlocked.Increment(ref _connectionCount);
            return next(connection);
        });
    }

    private async Task RecordAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        var body = new MemoryStream();
        await request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        body.Position = 0;
        request.Body = body;

        _requests.Enqueue(new RecordedRequest(
            request.Method,
            context.Features.Get<IHttpRequestFeature>()!.RawTarget,
            request.Protocol,
            request.Headers.ToDictionary(
                header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray(),
            context.Connection.ClientCertificate?.RawData));

        var handler = _mapped.GetValueOrDefault(request.Path.Value ?? "/", next);
        await handler(context).ConfigureAwait(false);
    }

    private Uri AddressOf(string scheme)
    {
        var addresses = _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        var bound = addresses.Addresses.Select(address => new Uri(address)).First(address => address.Scheme == scheme);
        return new UriBuilder(scheme, "localhost", bound.Port).Uri;
    }
}
