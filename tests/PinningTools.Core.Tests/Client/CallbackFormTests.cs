using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;
using static PinningTools.Tests.Client.Callbacks;
using static PinningTools.Tests.Verification.Loopback;

namespace PinningTools.Tests.Client;

/// <summary>The forms in which clients of all kinds take a callback.</summary>
public sealed class CallbackFormTests
{
    private delegate bool WithoutChain(object connection, X509Certificate certificate);

    private delegate bool InAnotherOrder(SslPolicyErrors errors, X509Chain chain, X509Certificate2 certificate);

    private delegate bool ByReference(ref X509Certificate certificate, X509Chain chain);

    private delegate bool OfTwo(X509Certificate server, X509Certificate client, X509Chain chain);

    [Fact]
    public void A_delegate_of_any_type_with_a_certificate_is_the_callback()
    {
        PinCallback callback = Of(Leaf);
        using X509Chain chain = ChainOf(Leaf.Chain);
        var stream = callback.ToDelegate<RemoteCertificateValidationCallback>();
        var reordered = callback.ToDelegate<InAnotherOrder>();
        var shown = callback.ToDelegate<Func<ShownArgs, bool>>();

        Assert.Same(callback, stream.Target);
        Assert.Same(callback, callback.ToRemoteCertificateValidationCallback().Target);
        Assert.True(stream("localhost", Leaf.Certificate, chain, SslPolicyErrors.None));
        Assert.False(stream("other.example", Leaf.Certificate, chain, SslPolicyErrors.None));
        Assert.True(reordered(SslPolicyErrors.None, chain, Leaf.Certificate));
        Assert.False(reordered(SslPolicyErrors.None, chain, Impostor.Certificate));
        Assert.True(shown(new ShownArgs(Leaf.Certificate, chain)));
        Assert.False(shown(new ShownArgs(Impostor.Certificate, chain)));
        Assert.False(shown(new ShownArgs(null, null)));
        Assert.Equal(7, callback.Verdicts.Count);
    }

    [Fact]
    public void An_argument_that_throws_is_refused()
    {
        PinCallback callback = Of(Leaf);
        var throwing = callback.ToDelegate<Func<ThrowingArgs, bool>>();

        Assert.False(throwing(new ThrowingArgs(null)));
        Assert.False(throwing(null!));
        Assert.All(callback.Verdicts, one => Assert.Equal(
            (Verdict.Unknown, VerdictReason.CallbackFailed, false), (one.Verdict, one.Reason, one.Allowed)));
    }

    [Fact]
    public void A_delegate_without_a_chain_takes_key_only_trust_alone()
    {
        PinCallback callback = KeyOnly(Leaf).CreateCallback("ldap.example", 636);
        var ldap = callback.ToDelegate<WithoutChain>();

        Assert.Same(callback, ldap.Target);
        Assert.True(ldap(new object(), Leaf.Certificate));
        Assert.False(ldap(new object(), Impostor.Certificate));
        Assert.False(ldap(new object(), null!));
        Assert.Equal("CallbackNeedsChain", FaultOf(() => Of(Leaf).ToDelegate<WithoutChain>()));
    }

    [Theory]
    [InlineData(typeof(string), "delegate")]
    [InlineData(typeof(Delegate), "delegate")]
    [InlineData(typeof(Action<X509Certificate2, X509Chain>), "bool")]
    [InlineData(typeof(Func<string, X509Chain, bool>), "certificate")]
    [InlineData(typeof(ByReference), "reference")]
    [InlineData(typeof(OfTwo), "more than one")]
    public void A_type_that_does_not_fit_is_a_fault(Type type, string why)
    {
        var error = Assert.ThrowsAny<PinningException>(() => Of(Leaf).ToDelegate(type));

        Assert.Equal("CallbackTypeInvalid", error.Fault.Id);
        Assert.Contains(why, error.Fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_made_of_nothing()
    {
        PinCallback none = null!;
        Assert.Throws<ArgumentNullException>(() => (RemoteCertificateValidationCallback)none);
        Assert.Throws<ArgumentNullException>(
            () => (Func<HttpRequestMessage, X509Certificate2?, X509Chain?, SslPolicyErrors, bool>)none);
        Assert.Throws<ArgumentNullException>(() => Of(Leaf).ToDelegate(null!));
#if !NETSTANDARD_LEG
        Assert.Throws<ArgumentNullException>(() => (Action<SslClientAuthenticationOptions>)none);
        Assert.Throws<ArgumentNullException>(() => (Func<string, SslClientAuthenticationOptions>)none);
        Assert.Throws<ArgumentNullException>(() => Of(Leaf).ApplyTo(null!));
#endif
    }

    /// <summary>The library of LDAP is not a part of .NET: the tests have it as a package, a user may not.</summary>
    [Fact]
    public void Each_form_is_made_or_says_why_not()
    {
        PinCallback callback = Of(Leaf);

        Assert.Same(callback, CallbackForms.Create(callback, PinCallbackForm.Callback));
        Assert.Same(callback, Assert.IsType<PinnedHttpClientHandler>(
            CallbackForms.Create(callback, PinCallbackForm.HttpClientHandler)).Callback);
#if NETSTANDARD_LEG
        Assert.Equal("LdapNotAvailable", FaultOf(() => CallbackForms.Create(callback, PinCallbackForm.Ldap)));
        Assert.Equal("NeedsNewerPowerShell", FaultOf(() => CallbackForms.Create(callback, PinCallbackForm.SslOptions)));
        Assert.Equal("NeedsNewerPowerShell", FaultOf(
            () => new HandlerSettings(new OverriddenPolicies(new StorePolicies(new PinStore()))).CreateClient(50, null)));
#else
        Assert.Equal("CallbackNeedsChain", FaultOf(() => CallbackForms.Create(callback, PinCallbackForm.Ldap)));
        var ldap = (Delegate)CallbackForms.Create(KeyOnly(Leaf).CreateCallback("localhost"), PinCallbackForm.Ldap);
        Assert.Equal("VerifyServerCertificateCallback", ldap.GetType().Name);
        Assert.IsType<PinCallback>(ldap.Target);
        Assert.Same(callback, Assert.IsType<PinnedSslOptions>(
            CallbackForms.Create(callback, PinCallbackForm.SslOptions)).Callback);
#endif
    }

    [Fact]
    public async Task The_handler_asks_its_own_host_alone()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf, new() { PlainHttp = true });
        await using HttpTestServer other = await HttpTestServer.StartAsync(Leaf);
        PinCallback callback = Verifier(Leaf).CreateCallback(server.Uri.Authority);
        using HttpClient client = new(callback.CreateHttpClientHandler());

        Assert.Equal("hello", await client.GetStringAsync(server.Uri));
        Assert.Equal(Verdict.Match, callback.LastVerdict!.Verdict);
        foreach (Uri uri in new[] { server.PlainUri, other.Uri, new($"https://127.0.0.1:{server.Port}/"), new("https://other.example/") })
        {
            var error = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(uri));
            Assert.Equal("OtherHost", Assert.IsType<PinningException>(error.InnerException).Fault.Id);
        }

        Assert.Single(server.Requests);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task The_handler_follows_no_redirection_to_another_host()
    {
        await using HttpTestServer other = await HttpTestServer.StartAsync(Leaf);
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        PinCallback callback = Verifier(Leaf).CreateCallback(server.Uri.Authority);
        var to = new Uri(server.Uri, $"/redirect?to=https://127.0.0.1:{other.Port}/&code=302");
        using HttpClient client = new(callback.CreateHttpClientHandler());
        PinnedHttpClientHandler changed = callback.CreateHttpClientHandler();
        changed.AllowAutoRedirect = true;
        using HttpClient following = new(changed);

        Assert.Equal(HttpStatusCode.Redirect, (await client.GetAsync(to)).StatusCode);
        // Even if code turns redirections on: the callback is called for the other host, and refuses it.
        await Assert.ThrowsAsync<HttpRequestException>(() => following.GetAsync(to));
        Assert.Equal(VerdictReason.OtherHost, callback.LastVerdict!.Reason);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task An_impostor_gets_nothing_from_the_handler()
    {
        await using TlsTestServer impostor = TlsTestServer.Start(Impostor);
        PinCallback callback = Verifier(Leaf).CreateCallback(impostor.Uri.Authority);
        using HttpClient client = new(callback.CreateHttpClientHandler());

        await Assert.ThrowsAsync<HttpRequestException>(
            () => client.PostAsync(impostor.Uri, new StringContent("secret")));

        Assert.Equal(Verdict.PinMismatch, callback.LastVerdict!.Verdict);
        Assert.Empty(Assert.Single(
            await impostor.WaitForConnectionClosedAsync(1, TimeSpan.FromMinutes(1))).ReceivedBytes);
    }

    [Fact]
    public async Task A_response_without_a_verdict_is_refused()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        PinnedHttpClientHandler handler = Verifier(Leaf).CreateCallback(server.Uri.Authority).CreateHttpClientHandler();
        handler.ServerCertificateCustomValidationCallback = (_, _, _, _) => true;
        using HttpClient client = new(handler);

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(server.Uri));

        Assert.Equal("AnswerNotJudged", Assert.IsType<PinningException>(error.InnerException).Fault.Id);
    }

    private static string FaultOf(Action make) => Assert.ThrowsAny<PinningException>(make).Fault.Id;

    /// <summary>What a client hands to an event, as MQTTnet does.</summary>
    internal sealed class ShownArgs(X509Certificate? certificate, X509Chain? chain)
    {
        public X509Certificate? Certificate { get; } = certificate;

        public X509Chain? Chain { get; } = chain;

        public SslPolicyErrors SslPolicyErrors { get; } = SslPolicyErrors.None;
    }

    internal sealed class ThrowingArgs(X509Chain? chain)
    {
        public X509Certificate Certificate => Chain?.ChainElements[0].Certificate
            ?? throw new InvalidOperationException("no certificate");

        public X509Chain? Chain { get; } = chain;
    }
}
