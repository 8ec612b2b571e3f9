#if !NETSTANDARD_LEG
using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using PinningTools.Testing;
using Xunit;
using static PinningTools.Tests.Http.WebClient;

namespace PinningTools.Tests.Http;

/// <summary>A revoked server gets no request where the user asked to look.</summary>
public sealed class RevokedTests : IDisposable
{
    private readonly WebClient _client = new();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task A_revoked_server_gets_nothing_and_without_the_question_it_gets_the_request()
    {
        await using HttpTestServer lists = await ListsAsync();
        TestCertificate revoked = Issue(lists, revoke: true);
        await using TlsTestServer silent = TlsTestServer.Start(revoked);
        await using HttpTestServer server = await HttpTestServer.StartAsync(revoked);

        PinningException error = await RefusedAsync(
            _client.Request(silent.Uri, revoked.Pin).Overriding(said => said with { CheckRevocation = true }));
        Answer answer = await SendAsync(_client.Request(server.Uri, revoked.Pin));

        PinVerdict verdict = error.VerdictOf()!;
        Assert.Equal((Verdict.UntrustedChain, VerdictReason.Revoked), (verdict.Verdict, verdict.Reason));
        Assert.Equal(200, answer.Status);
        await AssertSilentAsync(silent);
    }

    [Fact]
    public async Task A_connection_that_was_made_without_the_question_is_not_used_with_it()
    {
        await using HttpTestServer lists = await ListsAsync();
        TestCertificate revoked = Issue(lists, revoke: true);
        await using HttpTestServer server = await HttpTestServer.StartAsync(revoked);

        await SendAsync(_client.Request(server.Uri, revoked.Pin));
        await RefusedAsync(
            _client.Request(server.Uri, revoked.Pin).Overriding(said => said with { CheckRevocation = true }));

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_server_in_good_standing_gets_the_request()
    {
        await using HttpTestServer lists = await ListsAsync();
        TestCertificate good = Issue(lists, revoke: false);
        await using HttpTestServer server = await HttpTestServer.StartAsync(good);

        Answer answer = await SendAsync(
            _client.Request(server.Uri, good.Pin).Overriding(said => said with { CheckRevocation = true }));

        Assert.True(Assert.Single(answer.Pinning).Passed);
        Assert.Single(lists.Requests);
    }

    [Fact]
    public async Task A_redirection_does_not_lead_to_a_revoked_server_either()
    {
        await using HttpTestServer lists = await ListsAsync();
        TestCertificate good = Issue(lists, revoke: false);
        await using HttpTestServer server = await HttpTestServer.StartAsync(good);
        await using TlsTestServer silent = TlsTestServer.Start(Issue(lists, revoke: true));

        PinningException error = await RefusedAsync(
            (_client.Request(new Uri(server.Uri, "/redirect?to=" + silent.Uri), good.Pin) with
            {
                AllowUnpinnedRedirect = true,
            }).Overriding(said => said with { CheckRevocation = true }));

        Assert.Equal(VerdictReason.Revoked, error.VerdictOf()!.Reason);
        await AssertSilentAsync(silent);
    }

    private static Task<HttpTestServer> ListsAsync() =>
        HttpTestServer.StartAsync(Root, new HttpServerOptions { PlainHttp = true });

    private static TestCertificate Issue(HttpTestServer lists, bool revoke)
    {
        string path = $"/{Guid.NewGuid():N}.crl";
        string[] urls = [new Uri(lists.PlainUri, path).ToString()];
        TestCertificate leaf = Root.Issue("localhost", new CertificateOptions { CrlUrls = urls });
        var builder = new CertificateRevocationListBuilder();
        if (revoke) builder.AddEntry(leaf.Certificate);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        byte[] list = builder.Build(
            Root.Certificate, 1, now.AddDays(1), HashAlgorithmName.SHA256, null, now.AddDays(-1));
        lists.Map(path, context => context.Response.Body.WriteAsync(list).AsTask());
        return leaf;
    }
}
#endif
