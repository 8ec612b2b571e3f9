using System;
using System.IO;
using System.Net.Security;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Connections;
using Xunit;

namespace PinningTools.Tests.Integration;

/// <summary>STARTTLS with the servers people run: the pin is the one that openssl sees.</summary>
public sealed class StartTlsServerTests
{
    private static readonly ConnectionOptions s_options = new() { Timeout = TestConnections.Patience };

    [SkippableFact]
    public Task Postfix_shows_its_pin_by_smtp() =>
        CompareAsync(leaf => Daemons.PostfixAsync(leaf), (StartTlsProtocol.Smtp, "smtp"));

    [SkippableFact]
    public Task Dovecot_shows_its_pin_by_imap_and_pop3_and_sieve_and_lmtp() => CompareAsync(
        leaf => Daemons.DovecotAsync(leaf), (StartTlsProtocol.Imap, "imap"), (StartTlsProtocol.Pop3, "pop3"),
        (StartTlsProtocol.Sieve, "sieve"), (StartTlsProtocol.Lmtp, "lmtp"));

    [SkippableFact]
    public Task Vsftpd_shows_its_pin_by_ftp() => CompareAsync(Daemons.VsftpdAsync, (StartTlsProtocol.Ftp, "ftp"));

    [SkippableFact]
    public Task Slapd_shows_its_pin_by_ldap() => CompareAsync(Daemons.SlapdAsync, (StartTlsProtocol.Ldap, "ldap"));

    [SkippableFact]
    public Task PostgreSql_shows_its_pin() =>
        CompareAsync(Daemons.PostgresAsync, (StartTlsProtocol.Postgres, "postgres"));

    [SkippableFact]
    public Task MariaDb_shows_its_pin() => CompareAsync(Daemons.MariaDbAsync, (StartTlsProtocol.MySql, "mysql"));

    [SkippableFact]
    public Task Prosody_shows_its_pin_to_clients_and_servers() => CompareAsync(
        Daemons.ProsodyAsync, (StartTlsProtocol.Xmpp, "xmpp"), (StartTlsProtocol.XmppServer, "xmpp-server"));

    [SkippableFact]
    public async Task Xrdp_shows_its_pin_by_rdp()
    {
        await using Daemon server = await Daemons.XrdpAsync(TestConnections.Leaf);

        string pin = await ReadAsync(server.Port, StartTlsProtocol.Rdp, server);

        // There is no s_client for Remote Desktop: the certificate is taken from the server's file.
        Assert.Equal(await OpenSsl.PinOfAsync(await File.ReadAllTextAsync(server.PathOf("cert.pem"))), pin);
    }

    [SkippableFact]
    public Task Inn_shows_its_pin_by_nntp() => CompareAsync(NewsServer.StartAsync, (StartTlsProtocol.Nntp, "nntp"));

    [SkippableFact]
    public async Task A_news_server_by_the_book_shows_the_same_pin_to_openssl()
    {
        await using ScriptedServer server = ScriptedServer.Start(Conversation.All[StartTlsProtocol.Nntp].ServeAsync);

        PinVerdict verdict =
            await TestConnections.CheckAsync(TlsTarget.Parse("localhost", server.Port, StartTlsProtocol.Nntp), s_options);

        Assert.Equal(verdict.MatchedPin, await OpenSsl.PinOfAsync(server.Port, "nntp"));
    }

    [SkippableFact]
    public async Task The_sql_server_of_these_tests_is_one_to_freetds()
    {
        string? tsql = Tool.Find("tsql");
        Skip.If(tsql is null, "tsql (freetds-bin) is not installed.");
        string folder = Directory.CreateTempSubdirectory("pin-").FullName;
        byte[] login = [];
        var arrived = new TaskCompletionSource();
        await using ScriptedServer server = ScriptedServer.Start(async peer =>
        {
            Conversation talk = Conversation.All[StartTlsProtocol.Tds];
            byte[] header = await peer.ReadAsync(8);
            await peer.ReadAsync(((header[2] << 8) | header[3]) - 8);
            await peer.SendAsync(talk.Agree);
            var wrapped = new TdsServerStream(peer.Stream);
            using var tls = new SslStream(wrapped);
            await tls.AuthenticateAsServerAsync(
                TestConnections.Leaf.Certificate, false, System.Security.Authentication.SslProtocols.Tls12, false);
            wrapped.IsBare = true;
            login = new byte[8];
            await tls.ReadExactlyAsync(login);
            arrived.SetResult();
        });
        try
        {
            string configuration = Path.Combine(folder, "freetds.conf");
            await File.WriteAllTextAsync(
                configuration,
                $"[test]\nhost = 127.0.0.1\nport = {server.Port}\ntds version = 7.4\nencryption = require\n"
                + "check certificate hostname = no\n");
            await Tool.RunAsync(
                "env", [$"FREETDSCONF={configuration}", tsql!, "-S", "test", "-U", "u", "-P", "p"], "\n");
            await arrived.Task.WaitAsync(TestConnections.Patience);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        // LOGIN7, MS-TDS section 2.2.6.4, is what a client sends once it trusts the encryption.
        Assert.Equal(0x10, login[0]);
    }

    private static async Task CompareAsync(
        Func<TestCertificate, Task<Daemon>> start, params (StartTlsProtocol Protocol, string Name)[] protocols)
    {
        await using Daemon server = await start(TestConnections.Leaf);
        for (int i = 0; i < protocols.Length; i++)
        {
            string pin = await ReadAsync(server.Ports[i], protocols[i].Protocol, server);
            Assert.Equal(await OpenSsl.PinOfAsync(server.Ports[i], protocols[i].Name), pin);
        }
    }

    private static async Task<string> ReadAsync(int port, StartTlsProtocol protocol, Daemon server)
    {
        PinVerdict verdict = await TestConnections.CheckAsync(TlsTarget.Parse("localhost", port, protocol), s_options);
        Assert.True(verdict.Passed, $"{protocol}: {verdict.Message}\n{server.Log}");
        return verdict.MatchedPin!;
    }
}
