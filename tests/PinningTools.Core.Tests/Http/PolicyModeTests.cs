using System;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;
using static PinningTools.Tests.Http.WebClient;

namespace PinningTools.Tests.Http;

public sealed class PolicyModeTests : IDisposable
{
    private static readonly Func<OverriddenPolicies, OverriddenPolicies> s_keyOnly =
        said => said with { Trust = TrustSettings.PinOnly };

    private readonly WebClient _client = new();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Report_only_warns_of_a_wrong_pin_and_goes_on()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);

        Answer answer = await SendAsync(
            _client.Request(server.Uri, Impostor.Pin).Overriding(said => said with { ReportOnly = true }));

        Assert.Equal("hello", answer.Text);
        Assert.Equal(Verdict.PinMismatch, Assert.Single(answer.Pinning).Verdict);
        Assert.Contains(Impostor.Pin, Assert.Single(_client.Warnings));
    }

    [Fact]
    public async Task Report_only_does_not_forgive_an_invalid_chain()
    {
        TestCertificate alone = TestCertificate.SelfSigned("localhost");
        await using HttpTestServer server = await HttpTestServer.StartAsync(alone);

        PinningException error = await RefusedAsync(
            _client.Request(server.Uri, alone.Pin).Overriding(said => said with { ReportOnly = true }));

        Assert.Equal("UntrustedChain", error.Fault.Id);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Report_only_and_key_only_trust_together_check_nothing_and_are_refused()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);

        PinningException error = await RefusedAsync(_client.Request(server.Uri).Overriding(
            said => said with { ReportOnly = true, Trust = TrustSettings.PinOnly }));

        Assert.Equal("PinOnlyChecksNothing", error.Fault.Id);
        Assert.Equal(0, server.ConnectionCount);
    }

    [Fact]
    public async Task Key_only_trust_takes_a_self_signed_appliance_by_its_key()
    {
        TestCertificate alone = TestCertificate.SelfSigned("appliance.invalid");
        await using HttpTestServer server = await HttpTestServer.StartAsync(alone);

        Answer answer = await SendAsync(_client.Request(server.Uri, alone.Pin).Overriding(s_keyOnly));
        PinningException error = await RefusedAsync(_client.Request(server.Uri, Leaf.Pin).Overriding(s_keyOnly));

        Assert.Equal("hello", answer.Text);
        Assert.Equal("PinMismatch", error.Fault.Id);
    }
}
