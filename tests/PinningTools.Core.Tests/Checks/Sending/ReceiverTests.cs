using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Http;
using Xunit;
using static PinningTools.Tests.Http.WebClient;

namespace PinningTools.Tests.Checks.Sending;

/// <summary>Receivers of every temper: what each got, how often, what is said of it, and that nothing tells its address.</summary>
public sealed class ReceiverTests : IDisposable
{
    private const string Secret = "/hook/s3cr3tpath?sig=s3cr3tquery";
    private readonly Outbox _box = new();

    public void Dispose() => _box.Dispose();

    [Theory]
    [InlineData(200)]
    [InlineData(202)]
    [InlineData(204)]
    public async Task One_that_takes_it_gets_it_once(int status)
    {
        await using HttpTestServer server = await ServerAsync(context => context.Response.StatusCode = status);

        await _box.Client().PostAsync(Address(server), "{\"text\": \"\u00fc\"}", default);

        RecordedRequest got = Assert.Single(server.Requests);
        Assert.Equal(("POST", Secret, "{\"text\": \"\u00fc\"}"), (got.Method, got.Target, got.BodyText));
        Assert.Equal("application/json; charset=utf-8", got.Headers["Content-Type"]);
        Assert.Empty(_box.Waits);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(410)]
    [InlineData(413)]
    public async Task One_that_refuses_it_is_not_asked_again_and_what_it_says_is_passed_on_without_the_address(int status)
    {
        await using HttpTestServer server = await ServerAsync(context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync($"bad\u001b[31m body\nfor {Secret}, s3cr3tquery");
        });

        Fault fault = await FaultAsync(server);

        Assert.Equal("SendRefused", fault.Id);
        Assert.Contains($"the status {status}: bad\\u001B[31m body for ..., ...", fault.Message);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task One_that_puts_it_off_is_asked_when_it_says()
    {
        int asked = 0;
        await using HttpTestServer server = await ServerAsync(context =>
        {
            if (++asked > 2) return;
            context.Response.StatusCode = asked == 1 ? 429 : 503;
            context.Response.Headers.RetryAfter = asked == 1 ? "7" : "0";
        });

        await _box.Client().PostAsync(Address(server), "{}", default);

        Assert.Equal(3, server.Requests.Count);
        Assert.Equal([TimeSpan.FromSeconds(7), TimeSpan.Zero], _box.Waits);
    }

    [Fact]
    public async Task A_date_is_understood_as_well()
    {
        int asked = 0;
        await using HttpTestServer server = await ServerAsync(context =>
        {
            if (++asked > 1) return;
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = DateTime.UtcNow.AddSeconds(90).ToString("r", CultureInfo.InvariantCulture);
        });

        await _box.Client().PostAsync(Address(server), "{}", default);

        Assert.Equal(2, server.Requests.Count);
        Assert.InRange(Assert.Single(_box.Waits), TimeSpan.Zero, TimeSpan.FromSeconds(91));
    }

    [Theory]
    [InlineData("121")]
    [InlineData("99999999999999")]
    public async Task One_that_asks_for_more_time_than_there_is_is_left_to_the_next_run(string seconds)
    {
        await using HttpTestServer server = await ServerAsync(context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = seconds;
        });

        Assert.Equal("SendAskedToWait", (await FaultAsync(server)).Id);

        Assert.Single(server.Requests);
        Assert.Empty(_box.Waits);
    }

    [Fact]
    public async Task One_that_fails_three_times_is_not_asked_a_fourth_time()
    {
        await using HttpTestServer server = await ServerAsync(context => context.Response.StatusCode = 500);

        Fault fault = await FaultAsync(server);

        Assert.Equal("SendFailed", fault.Id);
        Assert.Contains("the status is 500, in 3 tries", fault.Message);
        Assert.Equal(3, server.Requests.Count);
        Assert.Equal([TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(8)], _box.Waits);
    }

    /// <summary>It may have taken it: another try at once would double it.</summary>
    [Fact]
    public async Task One_that_hangs_gets_it_once()
    {
        await using HttpTestServer server = await ServerAsync(
            context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(
                _ => { }, default, default, TaskScheduler.Default));

        Fault fault = await FaultAsync(server, _box.Client() with { Timeout = TimeSpan.FromSeconds(2) });

        Assert.Equal("SendFailed", fault.Id);
        Assert.Contains("may have taken the message", fault.Message);
        Assert.True(server.Requests.Count <= 1);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed(int status)
    {
        await using HttpTestServer other = await HttpTestServer.StartAsync(Leaf, new HttpServerOptions { PlainHttp = true });
        foreach (Uri to in new[] { other.Uri, other.PlainUri })
        {
            await using HttpTestServer server = await ServerAsync(context =>
            {
                context.Response.StatusCode = status;
                context.Response.Headers.Location = to.AbsoluteUri;
            });

            Assert.Equal("SendRedirected", (await FaultAsync(server)).Id);
            Assert.Single(server.Requests);
        }

        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task A_redirect_within_the_pinned_host_is_not_followed()
    {
        await using HttpTestServer server = await ServerAsync(context =>
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = "/elsewhere";
        });

        Assert.Equal("SendRedirected", (await FaultAsync(server)).Id);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task One_with_another_key_gets_nothing_and_is_not_asked_again()
    {
        await using TlsTestServer impostor = TlsTestServer.Start(Impostor);
        ReceiverClient pinned = _box.Client(uri => new OverriddenPolicies(new InlinePins(
            PinnedWebRequest.TargetOf(uri), new PinPolicy { Pins = [SpkiPin.Parse(Leaf.Pin)] })) { Trust = Trust });

        PinningException error = await Assert.ThrowsAnyAsync<PinningException>(
            () => pinned.PostAsync(Address(impostor.Uri), "{}", default));

        Assert.Equal("PinMismatch", error.Fault.Id);
        AssertSilentOf(error);
        await AssertSilentAsync(impostor);
        Assert.Empty(_box.Waits);
    }

    [Fact]
    public async Task Without_a_pin_ordinary_validation_holds()
    {
        TestCertificate stranger = TestCertificate.Root("Stranger").Issue("localhost");
        TestCertificate misnamed = Root.Issue("other.example");
        foreach ((TestCertificate shown, string id) in new[] { (stranger, "UntrustedChain"), (misnamed, "NameMismatch") })
        {
            await using TlsTestServer server = TlsTestServer.Start(shown);

            PinningException error = await Assert.ThrowsAnyAsync<PinningException>(
                () => _box.Client().PostAsync(Address(server.Uri), "{}", default));

            Assert.Equal(id, error.Fault.Id);
            AssertSilentOf(error);
            await AssertSilentAsync(server);
        }
    }

    [Fact]
    public async Task Key_only_trust_needs_a_pin()
    {
        await using HttpTestServer server = await ServerAsync(_ => { });

        Assert.Equal("NotPinned", (await FaultAsync(server, _box.Client() with { AllowUnpinned = false })).Id);

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task One_that_is_not_there_is_tried_three_times()
    {
        Fault fault = await FaultAsync(new Uri($"https://localhost:{FreePorts.Take(1)[0]}"), _box.Client());

        Assert.Equal("SendFailed", fault.Id);
        Assert.Equal(2, _box.Waits.Count);
    }

    [Theory]
    [InlineData(Misbehaviour.CloseAtOnce)]
    [InlineData(Misbehaviour.ResetAtOnce)]
    [InlineData(Misbehaviour.PlainTextHttp)]
    [InlineData(Misbehaviour.TlsAlert)]
    public async Task One_that_does_not_get_as_far_as_TLS_does_not_get_the_address_into_an_error(Misbehaviour how)
    {
        await using MisbehavingServer server = MisbehavingServer.Start(how);

        _ = await FaultAsync(server.Uri, _box.Client());
    }

    [Theory]
    [InlineData("HTTP/1.1 2000 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 400 Bad\r\nContent-Length: 500\r\n\r\nshort")]
    [InlineData("no HTTP at all\r\n\r\n")]
    [InlineData("")]
    public async Task One_that_does_not_speak_HTTP_is_told_without_its_address(string answer)
    {
        await using TlsTestServer server = TlsTestServer.Start(
            Leaf, new TlsServerOptions { Handler = RawAnswer.Handler(answer) });

        Fault fault = await FaultAsync(server.Uri, _box.Client());

        Assert.StartsWith("Send", fault.Id, StringComparison.Ordinal);
        Assert.Empty(_box.Waits);
    }

    private static Task<HttpTestServer> ServerAsync(Action<HttpContext> answer) => ServerAsync(context =>
    {
        answer(context);
        return Task.CompletedTask;
    });

    private static async Task<HttpTestServer> ServerAsync(RequestDelegate answer) =>
        (await HttpTestServer.StartAsync(Leaf)).Map("/hook/s3cr3tpath", answer);

    private static SecretAddress Address(HttpTestServer server) => Address(server.Uri);

    private static SecretAddress Address(Uri uri) => SecretAddress.Read(new Uri(uri, Secret).AbsoluteUri);

    private Task<Fault> FaultAsync(HttpTestServer server, ReceiverClient? client = null) =>
        FaultAsync(server.Uri, client ?? _box.Client());

    private async Task<Fault> FaultAsync(Uri uri, ReceiverClient client)
    {
        PinningException error = await Assert.ThrowsAnyAsync<PinningException>(
            () => client.PostAsync(Address(uri), "{}", default));
        AssertSilentOf(error);
        return error.Fault;
    }

    /// <summary>Neither the error, with all that is in it, nor what was said on the way tells the secret parts.</summary>
    private void AssertSilentOf(PinningException error)
    {
        IEnumerable<string> all =
        [
            error.ToString(), error.Fault.Message, error.Fault.Advice, $"{error.Fault.Target}", .. _box.Warnings, .. _box.Told,
        ];
        Assert.All(all, text => Assert.DoesNotContain("s3cr3t", text));
    }
}
