#if NETSTANDARD_LEG
using System.Net;
using System.Security.Authentication;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Connections;

/// <summary>The versions of TLS on the leg of Windows PowerShell, whose hosts differ in what they accept.</summary>
public sealed class ProtocolVersionTests
{
    private const int Ssl3 = 0x30;
    private const int Tls10 = 0xC0;
    private const int Tls11 = 0x300;
    private const int Tls12 = 0xC00;
    private const int Tls13 = 0x3000;

    [Theory]
    [Trait("Pitfall", "38")]
    [InlineData(0, 0)]
    [InlineData(Ssl3 | Tls10, Tls12)]
    [InlineData(Tls10 | Tls11 | Tls12, Tls12)]
    [InlineData(Tls12, Tls12)]
    [InlineData(Tls12 | Tls13, Tls12 | Tls13)]
    [InlineData(Tls13, Tls13)]
    public void Without_a_wish_the_platform_chooses_or_else_what_is_safe_of_the_sessions_versions(
        int session, int versions) =>
        Assert.Equal(
            (SslProtocols)versions, SslStreamHandshake.Versions(SslProtocols.None, (SecurityProtocolType)session));

    [Theory]
    [InlineData(0)]
    [InlineData(Tls10)]
    [InlineData(Tls12 | Tls13)]
    public void A_wish_is_kept_whatever_the_session_has(int session) =>
        Assert.Equal(
            SslProtocols.Tls12, SslStreamHandshake.Versions(SslProtocols.Tls12, (SecurityProtocolType)session));
}
#endif
