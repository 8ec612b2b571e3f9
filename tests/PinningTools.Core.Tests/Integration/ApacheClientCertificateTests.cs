using System;
using System.Net.Http;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Http;
using PinningTools.Tests.Support;
using Xunit;
using static PinningTools.Tests.Http.WebClient;

namespace PinningTools.Tests.Integration;

/// <summary>Requests to Apache, which ends a TLS 1.2 handshake without a client certificate, or asks for it later.</summary>
public sealed class ApacheClientCertificateTests : IDisposable
{
    private const string Demanding = "SSLProtocol TLSv1.2\nSSLVerifyClient require";

    private static readonly TestCertificate s_own = Root.Issue(
        "client", new CertificateOptions { ExtendedKeyUsages = [CertificateOptions.ClientAuth] });

    private readonly WebClient _client = new();

    public void Dispose() => _client.Dispose();

    [SkippableFact]
    public async Task One_inspection_serves_many_requests()
    {
        await using Daemon server = await Daemons.ApacheAsync(Leaf, Root, Demanding);

        for (int i = 0; i < 5; i++)
        {
            Answer answer = await SendAsync(Request(server, "/hello"));
            Assert.Equal((200, "hello"), (answer.Status, answer.Text));
            PinVerdict verdict = Assert.Single(answer.Pinning);
            Assert.True(verdict is { Passed: true, Inspected: false }, verdict.Message);
        }

        await LoggedAsync(server, 5, @"GET /hello HTTP/1\.1 \[client\] 200");
#if !NETSTANDARD_LEG
        // The platform's try, the inspection, and then one connection for each two requests.
        await LoggedAsync(server, 2 + 3, "AH01964");
#endif
    }

    [SkippableFact]
    public async Task A_post_is_sent_once_and_a_redirect_is_followed()
    {
        await using Daemon server = await Daemons.ApacheAsync(Leaf, Root, Demanding);

        Answer moved = await SendAsync(Request(server, "/old"));
        Answer posted = await SendAsync(Request(server, "/hello") with
        {
            Method = HttpMethod.Post, Body = RequestBody.FromText("secret"),
        });

        Assert.Equal((200, 2), (moved.Status, moved.Pinning.Length));
        Assert.Equal(200, posted.Status);
        await LoggedAsync(server, 1, @"POST /hello HTTP/1\.1 \[client\]");
        await LoggedAsync(server, 1, @"GET /old HTTP/1\.1 \[client\] 302");
    }

    [SkippableFact]
    public async Task An_impostor_sees_neither_the_certificate_nor_the_request()
    {
        await using Daemon server = await Daemons.ApacheAsync(Impostor, Root, Demanding);

        PinningException error = await RefusedAsync(Request(server, "/hello"));

        Assert.Equal("PinMismatch", error.Fault.Id);
        Assert.Equal(0, Count(server, "hello|client\\]"));
    }

    [SkippableFact]
    public async Task Without_a_certificate_the_reason_is_told()
    {
        await using Daemon server = await Daemons.ApacheAsync(Leaf, Root, Demanding);

        PinningException error = await RefusedAsync(_client.Request(UriOf(server, "/hello")));

#if !NETSTANDARD_LEG
        Assert.Equal("ClientCertificateRequired", error.Fault.Id);
        Assert.Equal(VerdictReason.ClientCertificateRequired, error.VerdictOf()!.Reason);
#endif
        Assert.Equal(0, Count(server, "hello HTTP"));
    }

    /// <summary>The certificate is not remembered as shown for another policy.</summary>
    [SkippableFact]
    public async Task Another_policy_has_its_own_inspection()
    {
        await using Daemon server = await Daemons.ApacheAsync(Leaf, Root, Demanding);
        Assert.Equal(200, (await SendAsync(Request(server, "/hello"))).Status);

        PinningException error = await RefusedAsync(Request(server, "/hello", Impostor.Pin));

        Assert.Equal("PinMismatch", error.Fault.Id);
        await LoggedAsync(server, 1, "hello HTTP");
    }

#if !NETSTANDARD_LEG
    [SkippableTheory]
    [InlineData("TLSv1.2", true, "ClientCertificateTooLate")]
    [InlineData("TLSv1.3", true, "ClientCertificateTooLate")]
    [InlineData("TLSv1.2", false, "ClientCertificateTooLate")]
    [InlineData("TLSv1.3", false, "ClientCertificateRequired")]
    public async Task One_that_is_asked_for_after_the_handshake_is_withheld(string version, bool given, string fault)
    {
        await using Daemon server = await Daemons.ApacheAsync(
            Leaf, Root, $"SSLProtocol {version}\n<Location /secret>\nSSLVerifyClient require\n</Location>");
        PinnedWebRequest request = given ? Request(server, "/secret/hello") : _client.Request(UriOf(server, "/secret/hello"));

        Assert.Equal(200, (await SendAsync(Request(server, "/hello"))).Status);
        PinningException error = await RefusedAsync(request);

        Assert.Equal((fault, fault), (error.Fault.Id, error.VerdictOf()!.Reason.ToString()));
        Assert.Equal(0, Count(server, @"/secret/hello HTTP/1\.1 \[client\]"));
        Assert.InRange(Count(server, "/secret/hello HTTP"), 0, 1);
    }
#endif

    private PinnedWebRequest Request(Daemon server, string path, string? pin = null) =>
        _client.Request(UriOf(server, path), pin) with
        {
            Connection = new() { ClientCertificate = ClientCertificate.From(s_own.Certificate) },
            MaximumRedirection = 5,
        };

    private static Uri UriOf(Daemon server, string path) => new($"https://localhost:{server.Port}{path}");

    /// <summary>Apache writes of a request after it has responded.</summary>
    private static async Task LoggedAsync(Daemon server, int times, string pattern)
    {
        await Patience.UntilAsync(() => Count(server, pattern) >= times);
        Assert.Equal(times, Count(server, pattern));
    }

    private static int Count(Daemon server, string pattern) => Regex.Split(server.Log, pattern).Length - 1;
}
