using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using PinningTools.Testing;
using PinningTools.Tests.Integration;
using Xunit;

namespace PinningTools.Tests.Inspection;

/// <summary>openssl s_server with a certificate of its own making, and with settings that Debian has retired.</summary>
internal sealed class OpenSslServer : IAsyncDisposable
{
    private readonly Daemon _daemon;

    private OpenSslServer(Daemon daemon) => _daemon = daemon;

    internal int Port => _daemon.Port;

    /// <summary>The pin by openssl.</summary>
    internal required string Pin { get; init; }

    /// <summary>The pin of the second certificate by openssl; empty if there is none.</summary>
    internal string SecondPin { get; private init; } = "";

    /// <param name="key">What <c>openssl req -newkey</c> takes, such as <c>rsa:1024</c> or <c>ec -pkeyopt …</c>.</param>
    /// <param name="settings">More arguments of <c>openssl s_server</c>.</param>
    internal static Task<OpenSslServer> StartAsync(string key, params string[] settings) => StartAsync(key, null, settings);

    internal static async Task<OpenSslServer> StartAsync(string key, string? secondKey, string[] settings)
    {
        Daemon daemon = Daemon.Of("openssl");
        try
        {
            string pin = await MakeAsync(daemon, "first", key);
            string secondPin = secondKey is null ? "" : await MakeAsync(daemon, "second", secondKey);
            string[] second = secondKey is null ? [] : ["-dcert", "second.pem", "-dkey", "second.key"];
            await daemon.StartAsync(
                ["s_server", "-accept", $"127.0.0.1:{daemon.Port}", "-cert", "first.pem", "-key", "first.key", .. second, "-quiet", .. settings]);
            return new OpenSslServer(daemon) { Pin = pin, SecondPin = secondPin };
        }
        catch
        {
            await daemon.DisposeAsync();
            throw;
        }
    }

    /// <summary>Shows a certificate with all of its issuers.</summary>
    internal static async Task<OpenSslServer> StartAsync(TestCertificate certificate, params string[] settings)
    {
        Daemon daemon = Daemon.Of("openssl");
        try
        {
            daemon.Write(certificate);
            await daemon.StartAsync(
            [
                "s_server", "-accept", $"127.0.0.1:{daemon.Port}", "-cert", "cert.pem", "-key", "key.pem", "-cert_chain",
                "cert.pem", "-quiet", .. settings,
            ]);
            return new OpenSslServer(daemon) { Pin = await OpenSsl.PinOfAsync(certificate.Pem) };
        }
        catch
        {
            await daemon.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    private static async Task<string> MakeAsync(Daemon daemon, string name, string key)
    {
        string certificate = daemon.PathOf(name + ".pem");
        string[] arguments =
        [
            "req", "-x509", "-nodes", "-days", "30", "-subj", "/CN=localhost", "-newkey", .. key.Split(' '),
            "-keyout", daemon.PathOf(name + ".key"), "-out", certificate,
        ];
        ToolResult made = await Tool.RunAsync(OpenSsl.Program, arguments);
        Assert.True(made.ExitCode == 0, made.Error);
        return await OpenSsl.PinOfAsync(await File.ReadAllTextAsync(certificate));
    }
}
