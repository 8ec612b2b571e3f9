#if !NETSTANDARD_LEG
using System;
using System.Buffers;
using System.Collections.Generic;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using MailKit.Net.Imap;
using MailKit.Net.Smtp;
using MailKit.Security;
using MQTTnet;
using MySqlConnector;
using Npgsql;
using PinningTools.Testing;
using StackExchange.Redis;
using Xunit;

namespace PinningTools.Tests.Integration;

/// <summary>A client with its server.</summary>
/// <param name="Name">The name of both.</param>
/// <param name="StartAsync">Starts the server with a certificate.</param>
/// <param name="UseAsync">Connects, logs in and asks something; throws if that is refused.</param>
internal sealed record ClientCase(
    string Name, Func<TestCertificate, Task<Daemon>> StartAsync, Func<PinCallback, int, Task> UseAsync)
{
    /// <summary>Whether the server sends what is appended to its chain: one with GnuTLS, such as Debian's slapd, does not.</summary>
    internal bool SeesAppended { get; init; } = true;

    /// <summary>Whether the client needs a newer System.Formats.Asn1 than that of .NET 8 (see the project).</summary>
    internal bool NeedsNet10 { get; init; }
}

/// <summary>The clients, each with the least code that does.</summary>
internal static class ClientCases
{
    /// <summary>An LDAPv3 bind as nobody, message 1 (RFC 4511 section 4.2).</summary>
    private static readonly byte[] s_bind = [0x30, 0x0C, 2, 1, 1, 0x60, 7, 2, 1, 3, 4, 0, 0x80, 0];

    internal static IReadOnlyList<ClientCase> All { get; } =
    [
        new("MailKit SMTP, Postfix", leaf => Daemons.PostfixAsync(leaf), SendMailAsync) { NeedsNet10 = true },
        new("MailKit IMAP, Dovecot", leaf => Daemons.DovecotAsync(leaf), ReadMailAsync) { NeedsNet10 = true },
        new("Npgsql, PostgreSQL", Daemons.PostgresAsync, QueryPostgresAsync),
        new("MySqlConnector, MariaDB", Daemons.MariaDbAsync, QueryMariaDbAsync),
        new("StackExchange.Redis, Redis", Daemons.RedisAsync, QueryRedisAsync),
        new("MQTTnet, Mosquitto", Daemons.MosquittoAsync, PublishAsync),
        new("SslStream, OpenLDAP", Daemons.LdapsAsync, BindAsync) { SeesAppended = false },
    ];

    private static async Task SendMailAsync(PinCallback callback, int port)
    {
        using var client = new SmtpClient { ServerCertificateValidationCallback = callback, CheckCertificateRevocation = false };
        await client.ConnectAsync("localhost", port, SecureSocketOptions.StartTls);
        await client.NoOpAsync();
        await client.DisconnectAsync(quit: true);
    }

    private static async Task ReadMailAsync(PinCallback callback, int port)
    {
        using var client = new ImapClient { ServerCertificateValidationCallback = callback, CheckCertificateRevocation = false };
        await client.ConnectAsync("localhost", port, SecureSocketOptions.StartTls);
        await client.AuthenticateAsync("keeper", "sesame");
        await client.NoOpAsync();
        await client.DisconnectAsync(quit: true);
    }

    private static async Task QueryPostgresAsync(PinCallback callback, int port)
    {
        var builder = new NpgsqlDataSourceBuilder(
            $"Host=localhost;Port={port};Username=postgres;Database=postgres;SSL Mode=Require;Pooling=false");
        builder.UseSslClientAuthenticationOptionsCallback(callback);
        await using NpgsqlDataSource source = builder.Build();
        await using NpgsqlCommand command = source.CreateCommand("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
        Assert.Equal(true, await command.ExecuteScalarAsync());
    }

    private static async Task QueryMariaDbAsync(PinCallback callback, int port)
    {
        await using var connection = new MySqlConnection(
            $"Server=localhost;Port={port};User ID=root;SslMode=Required;Pooling=false")
        {
            RemoteCertificateValidationCallback = callback,
        };
        await connection.OpenAsync();
        await using MySqlCommand command = connection.CreateCommand();
        command.CommandText = "SELECT 6 * 7";
        Assert.Equal(42L, Convert.ToInt64(await command.ExecuteScalarAsync(), null));
    }

    private static async Task QueryRedisAsync(PinCallback callback, int port)
    {
        var options = new ConfigurationOptions
        {
            EndPoints = { { "localhost", port } }, Ssl = true, SslHost = "localhost", SslClientAuthenticationOptions = callback,
            ConnectRetry = 1,
        };
        await using ConnectionMultiplexer client = await ConnectionMultiplexer.ConnectAsync(options);
        IDatabase database = client.GetDatabase();
        await database.StringSetAsync("key", "value");
        Assert.Equal("value", (string?)await database.StringGetAsync("key"));
    }

    private static async Task PublishAsync(PinCallback callback, int port)
    {
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        var arrived = new TaskCompletionSource<string>();
        client.ApplicationMessageReceivedAsync += message =>
        {
            arrived.TrySetResult(Encoding.ASCII.GetString(message.ApplicationMessage.Payload.ToArray()));
            return Task.CompletedTask;
        };
        MqttClientOptions options = new MqttClientOptionsBuilder()
            .WithTcpServer("localhost", port)
            .WithTlsOptions(tls => tls.UseTls().WithCertificateValidationHandler(
                callback.ToDelegate<Func<MqttClientCertificateValidationEventArgs, bool>>()))
            .Build();
        await client.ConnectAsync(options, CancellationToken.None);
        await client.SubscribeAsync("topic");
        await client.PublishStringAsync("topic", "hello");
        Assert.Equal("hello", await arrived.Task.WaitAsync(TimeSpan.FromMinutes(1)));
        await client.DisconnectAsync();
    }

    /// <summary>System.DirectoryServices.Protocols takes no callback outside Windows (LdapTests).</summary>
    private static async Task BindAsync(PinCallback callback, int port)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("localhost", port);
        await using var stream = new SslStream(socket.GetStream());
        await stream.AuthenticateAsClientAsync(callback.CreateSslOptions());
        await stream.WriteAsync(s_bind);
        byte[] answer = new byte[14];
        await stream.ReadExactlyAsync(answer);
        // BindResponse with the result code 0.
        Assert.Equal([0x61, 7, 0x0A, 1, 0], answer[5..10]);
    }
}
#endif
