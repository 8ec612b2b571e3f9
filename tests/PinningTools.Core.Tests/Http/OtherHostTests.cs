using System;
using System.Net;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;
using static PinningTools.Tests.Http.WebClient;

namespace PinningTools.Tests.Http;

/// <summary>
/// What is the user's goes to the user's host, and what counts as the same host is no matter of spelling.
/// </summary>
public sealed class OtherHostTests : IDisposable
{
    private static readonly TestCertificate s_client =
        Root.Issue("client", new() { ExtendedKeyUsages = [CertificateOptions.ClientAuth] });

    private readonly WebClient _client = new();

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData("https://ς.example/", "https://σ.example/", false)]
    [InlineData("https://straße.example/", "https://strasse.example/", false)]
    [InlineData("https://host.example/", "https://HOST.example./", true)]
    [InlineData("https://bücher.example/", "https://xn--bcher-kva.example/", true)]
    [InlineData("https://[::1]/", "https://[0::1]/", true)]
    [InlineData("https://127.0.0.1/", "https://127.1/", true)]
    public void What_goes_to_the_same_host_alone_stops_at_another(string from, string to, bool same)
    {
        PinnedWebRequest request = _client.Request(new Uri(from), null, (new Uri(to), Leaf.Pin)) with
        {
            Connection = new() { ClientCertificate = ClientCertificate.From(s_client.Certificate) },
            Credentials = new NetworkCredential("me", "secret"),
        };

        Hop redirected = Hop.First(request).Redirect(HttpStatusCode.Found, new Uri(to));
        PinnedWebRequest followed = request.Follow(new Uri(from), new Uri(to));

        Assert.Equal(
            (same, same, same, same),
            (redirected.Carries("Cookie"), redirected.Carries("Host"), redirected.Carries("Proxy-Authorization"),
                redirected.ClientCertificate is not null));
        Assert.Null(redirected.Credentials);
        Assert.Equal(same ? HopScope.Own : HopScope.Elsewhere, followed.Scope);
        Assert.Equal(same, Hop.First(followed).ClientCertificate is not null);
    }
}
