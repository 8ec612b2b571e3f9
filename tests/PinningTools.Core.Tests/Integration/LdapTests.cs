#if !NETSTANDARD_LEG
using System;
using System.DirectoryServices.Protocols;
using System.Threading.Tasks;
using PinningTools.Testing;
using Xunit;
using static PinningTools.Tests.Verification.Loopback;

namespace PinningTools.Tests.Integration;

/// <summary>
/// The callback of LdapConnection. Outside Windows the library takes none and says so, so that no one believes to be pinned.
/// </summary>
public sealed class LdapTests
{
    private static readonly TestCertificate s_impostor = Root.Issue("localhost");

    private static PinCallback Callback(int port) => new PinVerifier
    {
        Pins = [SpkiPin.Parse(Leaf.Pin)], PinOnly = true,
    }.CreateCallback("localhost", port);

    [Fact]
    public void The_delegate_of_the_library_compares_the_key()
    {
        PinCallback callback = Callback(636);
        var verify = callback.ToDelegate<VerifyServerCertificateCallback>();

        Assert.Same(callback, verify.Target);
        Assert.True(verify(null!, Leaf.Certificate));
        Assert.False(verify(null!, s_impostor.Certificate));
        Assert.False(verify(null!, null!));
        Assert.Equal([Verdict.Match, Verdict.PinMismatch, Verdict.HandshakeFailed],
            [callback.Verdicts[0].Verdict, callback.Verdicts[1].Verdict, callback.Verdicts[2].Verdict]);
    }

    [SkippableFact]
    public async Task Outside_Windows_the_library_takes_no_callback()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows takes one.");
        await using Daemon server = await Daemons.LdapsAsync(s_impostor);
        using var connection = new LdapConnection(new LdapDirectoryIdentifier("localhost", server.Port))
        {
            AuthType = AuthType.Anonymous,
        };

        connection.SessionOptions.SecureSocketLayer = true;
        PinCallback callback = Callback(server.Port);

        // The message of the error is that the server is unavailable, which it is not: nothing has connected to it.
        Assert.ThrowsAny<Exception>(() => connection.SessionOptions.VerifyServerCertificate =
            callback.ToDelegate<VerifyServerCertificateCallback>());
        Assert.Empty(callback.Verdicts);
    }
}
#endif
