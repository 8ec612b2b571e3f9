using System;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace PinningTools.Testing;

/// <summary>The system's nginx on a free loopback port, answering <c>hello</c>, with a folder of its own.</summary>
public sealed class NginxServer : IAsyncDisposable
{
    private readonly string _folder;
    private readonly Process _process;

    private NginxServer(string folder, int port)
    {
        _folder = folder;
        Port = port;
        _process = Process.Start(new ProcessStartInfo(
            Tool.Find("nginx") ?? throw new InvalidOperationException("This machine has no nginx."),
            ["-p", folder, "-c", "nginx.conf", "-e", ErrorLogPath])
        {
            RedirectStandardError = true,
        })!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
    }

    /// <summary>Whether the machine has nginx.</summary>
    public static bool IsAvailable => Tool.Find("nginx") is not null;

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>The address of the server as <c>https</c>.</summary>
    public Uri Uri => new UriBuilder(Uri.UriSchemeHttps, "localhost", Port).Uri;

    /// <summary>A line for each request; usually TLS version, cipher, server name, request, status.</summary>
    public string AccessLog => ReadShared(Path.Combine(_folder, "access.log"));

    /// <summary>What nginx had to say, also of clients that left in the handshake.</summary>
    public string ErrorLog => ReadShared(ErrorLogPath);

    private string ErrorLogPath => Path.Combine(_folder, "error.log");

    /// <summary>Starts nginx with a certificate and its chain.</summary>
    public static Task<NginxServer> StartAsync(TestCertificate certificate, NginxOptions? options = null) =>
        StartAsync(certificate.ChainPem, certificate.KeyPem, options);

    /// <summary>Starts nginx with a certificate, which its chain may follow, and a key.</summary>
    public static async Task<NginxServer> StartAsync(
        string certificatePem, string keyPem, NginxOptions? options = null)
    {
        var folder = Directory.CreateTempSubdirectory("nginx-").FullName;
        int port = FreePorts.Take(1)[0];
        NginxFiles.Write(folder, port, certificatePem, keyPem, options ?? new());
        var server = new NginxServer(folder, port);
        try
        {
            await server.WaitUntilListeningAsync().ConfigureAwait(false);
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Kills nginx and removes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!Directory.Exists(_folder))
            return;

        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync().ConfigureAwait(false);
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task WaitUntilListeningAsync()
    {
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(20).ConfigureAwait(false))
        {
            if (_process.HasExited || clock.Elapsed > TimeSpan.FromSeconds(10))
                throw new InvalidOperationException("Nginx did not start: " + ErrorLog);

            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, Port).ConfigureAwait(false);
                return;
            }
            catch (SocketException)
            {
                // Not yet.
            }
        }
    }

    private static string ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite);
        return new StreamReader(file).ReadToEnd();
    }
}
