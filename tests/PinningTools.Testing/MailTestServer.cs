namespace PinningTools.Testing;

/// <summary>A mail server as far as STARTTLS, for tests that cannot write a script in C#.</summary>
public static class MailTestServer
{
    /// <summary>Starts a server that goes on in TLS, or one that knows nothing of it.</summary>
    public static ScriptedServer Start(TestCertificate certificate, bool offersTls) =>
        ScriptedServer.Start(async peer =>
    {
        await peer.SendAsync("220 ready\r\n").ConfigureAwait(false);
        await peer.ReadLineAsync().ConfigureAwait(false);
        await peer.SendAsync(offersTls ? "250-mail.example\r\n250 STARTTLS\r\n" : "250 mail.example\r\n")
            .ConfigureAwait(false);
        if (!offersTls)
        {
            await peer.StallAsync().ConfigureAwait(false);
            return;
        }

        await peer.ExpectLineAsync("STARTTLS").ConfigureAwait(false);
        await peer.SendAsync("220 begin\r\n").ConfigureAwait(false);
        await peer.ServeTlsAsync(certificate).ConfigureAwait(false);
    });
}
