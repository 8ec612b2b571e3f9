using System.Net;
using System.Threading.Tasks;

namespace PinningTools.Testing;

/// <summary>A mail server as far as STARTTLS, for tests that cannot write a script in C#.</summary>
public static class MailTestServer
{
    /// <summary>Starts a server that continues in TLS, or one that knows nothing of it.</summary>
    public static ScriptedServer Start(TestCertificate certificate, bool offersTls) => ScriptedServer.Start(
        offersTls ? peer => ServeAsync(peer, certificate, null) : RefuseAsync);

    /// <summary>Starts a server that lets only clients of one name continue in TLS.</summary>
    public static ScriptedServer Start(TestCertificate certificate, string clientName) =>
        ScriptedServer.Start(peer => ServeAsync(peer, certificate, clientName));

    /// <summary>Starts a server at an address and port of loopback that must be free.</summary>
    public static ScriptedServer Start(TestCertificate certificate, IPAddress address, int port) =>
        ScriptedServer.Start(new IPEndPoint(address, port), peer => ServeAsync(peer, certificate, null));

    private static async Task ServeAsync(ScriptedPeer peer, TestCertificate certificate, string? clientName)
    {
        await peer.SendAsync("220 mail.example ESMTP\r\n").ConfigureAwait(false);
        string hello = await peer.ReadLineAsync().ConfigureAwait(false);
        if (clientName is not null && hello != "EHLO " + clientName)
        {
            await peer.SendAsync("504 need fully-qualified hostname\r\n").ConfigureAwait(false);
            await peer.StallAsync().ConfigureAwait(false);
            return;
        }

        await peer.SendAsync("250-mail.example\r\n250 STARTTLS\r\n").ConfigureAwait(false);
        await peer.ExpectLineAsync("STARTTLS").ConfigureAwait(false);
        await peer.SendAsync("220 begin\r\n").ConfigureAwait(false);
        await peer.ServeTlsAsync(certificate).ConfigureAwait(false);
    }

    private static async Task RefuseAsync(ScriptedPeer peer)
    {
        await peer.SendAsync("220 ready\r\n").ConfigureAwait(false);
        await peer.ReadLineAsync().ConfigureAwait(false);
        await peer.SendAsync("250 mail.example\r\n").ConfigureAwait(false);
        await peer.StallAsync().ConfigureAwait(false);
    }
}
