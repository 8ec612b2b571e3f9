using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;
using static PinningTools.Tests.Http.WebClient;

namespace PinningTools.Tests.Http;

/// <summary>
/// A pin set that has run out and continues unpinned loses its pins, and nothing else: a redirect learns no more of its
/// host than a request to it would.
/// </summary>
public sealed class ExpiredSetTests : IDisposable
{
    private readonly WebClient _client = new();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task A_forbidden_key_stays_forbidden_directly_and_behind_a_redirection()
    {
        await using HttpTestServer second = await HttpTestServer.StartAsync(Impostor);
        await using HttpTestServer first = await HttpTestServer.StartAsync(Leaf);
        PinSet set = Expired(Pin(Leaf), Pin(Impostor) with { Bad = true });

        PinningException directly = await RefusedAsync(Request(second.Uri, second.Uri, set));
        PinningException redirected = await RefusedAsync(Request(RedirectTo(first, second), second.Uri, set));

        Assert.Equal(Verdict.VetoedPin, directly.VerdictOf()!.Verdict);
        Assert.Equal(Verdict.VetoedPin, redirected.VerdictOf()!.Verdict);
        Assert.Equal(set.Pattern, redirected.VerdictOf()!.Pattern);
        Assert.Empty(second.Requests);
    }

    [Fact]
    public async Task A_forbidden_key_stays_forbidden_where_the_set_has_no_pins_at_all()
    {
        await using HttpTestServer second = await HttpTestServer.StartAsync(Impostor);
        await using HttpTestServer first = await HttpTestServer.StartAsync(Leaf);
        var vetoes = new PinPolicy { Pins = [], Vetoes = [SpkiPin.Parse(Impostor.Pin)] };

        PinningException error = await RefusedAsync(Request(RedirectTo(first, second), second.Uri, vetoes));

        Assert.Equal(Verdict.VetoedPin, error.VerdictOf()!.Verdict);
        Assert.Empty(second.Requests);
    }

    [Fact]
    public async Task A_set_that_only_reports_reports_a_forbidden_key_behind_a_redirection_too()
    {
        await using HttpTestServer second = await HttpTestServer.StartAsync(Impostor);
        await using HttpTestServer first = await HttpTestServer.StartAsync(Leaf);
        var vetoes = new PinPolicy
        {
            Pins = [], Vetoes = [SpkiPin.Parse(Impostor.Pin)], Mode = PinSetMode.ReportOnly,
        };

        Answer answer = await SendAsync(Request(RedirectTo(first, second), second.Uri, vetoes));

        Assert.Equal([Verdict.Match, Verdict.VetoedPin], answer.Pinning.Select(verdict => verdict.Verdict));
        Assert.Single(_client.Warnings);
    }

    [Fact]
    public async Task Its_own_trust_anchors_still_replace_the_platforms()
    {
        TestCertificate other = TestCertificate.Root("Another Root");
        await using HttpTestServer second = await HttpTestServer.StartAsync(Leaf);
        await using HttpTestServer first = await HttpTestServer.StartAsync(Leaf);
        PinSet set = Expired(Pin(Leaf));
        PinSet strangers = set with { Trust = TrustMode.Anchors, TrustAnchors = [Convert.ToBase64String(other.Der)] };
        PinSet own = set with { Trust = TrustMode.Anchors, TrustAnchors = [Convert.ToBase64String(Root.Der)] };

        PinningException error = await RefusedAsync(
            Request(RedirectTo(first, second), second.Uri, strangers).Overriding(said => said with { Trust = null }));
        Assert.Empty(second.Requests);
        Answer answer = await SendAsync(
            Request(RedirectTo(first, second), second.Uri, own).Overriding(said => said with { Trust = null }));

        Assert.Equal(second.Port, error.VerdictOf()!.Port);
        Assert.Equal(Verdict.UntrustedChain, error.VerdictOf()!.Verdict);
        Assert.Equal([Verdict.Match, Verdict.NotPinned], answer.Pinning.Select(verdict => verdict.Verdict));
    }

    [Fact]
    public async Task It_carries_no_secrets_there()
    {
        await using HttpTestServer second = await HttpTestServer.StartAsync(Leaf);
        await using HttpTestServer first = await HttpTestServer.StartAsync(Leaf);
        PinSet set = Expired(Pin(Leaf));

        await SendAsync(Request(RedirectTo(first, second), second.Uri, set) with
        {
            Headers = [new("X-Api-Key", "secret")],
        });

        Assert.DoesNotContain("X-Api-Key", Assert.Single(second.Requests).Headers.Keys);
    }

    private static Uri RedirectTo(HttpTestServer first, HttpTestServer second) =>
        new(first.Uri, "/redirect?to=" + second.Uri);

    private static PinSet Expired(params PinSetPin[] pins) => new(HostPattern.Parse("localhost"))
    {
        Expires = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc),
        OnExpired = ExpiredAction.Unpinned,
        Pins = pins,
    };

    private static PinSetPin Pin(TestCertificate certificate) => new(SpkiPin.Parse(certificate.Pin));

    private PinnedWebRequest Request(Uri uri, Uri covered, PinSet set) => Request(uri, covered, PinPolicy.From(set));

    private PinnedWebRequest Request(Uri uri, Uri covered, PinPolicy policy) => _client.Request(uri) with
    {
        AllowUnpinnedRedirect = true,
        Policies = new OverriddenPolicies(new Policies
        {
            [PinnedWebRequest.TargetOf(uri).ToString()] =
                new PinPolicy { Pins = [SpkiPin.Parse(Leaf.Pin)], Trust = Trust },
            [PinnedWebRequest.TargetOf(covered).ToString()] = policy,
        })
        {
            Trust = Trust,
        },
    };

    private sealed class Policies : Dictionary<string, PinPolicy>, IPolicySource
    {
        public PinPolicy? Find(TlsTarget target) => TryGetValue(target.ToString(), out PinPolicy? found) ? found : null;
    }
}
