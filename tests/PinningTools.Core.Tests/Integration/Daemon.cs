using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.Integration;

/// <summary>A server program of the system with a folder of its own, on free loopback ports, until disposed.</summary>
internal sealed class Daemon : IAsyncDisposable
{
    private const UnixFileMode EverybodyReads =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);

    private readonly string _program;
    private readonly StringBuilder _said = new();
    private Process? _process;
    private bool _isAsked;

    private Daemon(string program, int ports)
    {
        _program = program;
        Folder = Directory.CreateTempSubdirectory("pin-").FullName;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Folder, EverybodyReads);
        Ports = FreePorts.Take(ports);
    }

    internal string Folder { get; }

    internal IReadOnlyList<int> Ports { get; }

    internal int Port => Ports[0];

    /// <summary>What it wrote to its output and its logs, for the message of a test that fails.</summary>
    internal string Log
    {
        get
        {
            lock (_said)
                return _said + string.Concat(Directory.GetFiles(Folder, "*log")
                    .Select(file => $"\n{Path.GetFileName(file)}:\n{File.ReadAllText(file)}"));
        }
    }

    /// <summary>Makes the folder of a program, or skips the test on a machine without it.</summary>
    internal static Daemon Of(string name, int ports = 1, bool needsRoot = false)
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no such servers.");
        string? program = Find(name);
        Skip.If(program is null, $"{name} is not installed.");
        Skip.If(needsRoot && !Environment.IsPrivilegedProcess, $"{name} starts as root only.");
        return new Daemon(program, ports);
    }

    internal string PathOf(string name) => Path.Combine(Folder, name);

    internal string Write(string name, string text)
    {
        string path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Writes <c>cert.pem</c> with the chain and <c>key.pem</c>.</summary>
    internal void Write(TestCertificate certificate)
    {
        Write("cert.pem", certificate.ChainPem);
        Write("key.pem", certificate.KeyPem);
    }

    /// <summary>Gives the folder to a user, where the test may.</summary>
    internal async Task GiveToAsync(string user)
    {
        if (Environment.IsPrivilegedProcess) await RunAsync("chown", "-R", user, Folder);
    }

    /// <summary>Hides a file from all but its owner, where a server insists.</summary>
    internal void KeepSecret(string name)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(PathOf(name), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    internal static async Task RunAsync(string program, params string[] arguments)
    {
        ToolResult result = await Tool.RunAsync(program, arguments);
        if (result.ExitCode != 0) throw new InvalidOperationException($"{program}: {result.Output} {result.Error}");
    }

    /// <summary>The words before a program that root starts as someone else; none for anyone but root.</summary>
    internal static string[] As(string user)
    {
        if (!Environment.IsPrivilegedProcess) return [];
        Skip.If(Tool.Find("setpriv") is null, "the server does not run as root, and setpriv is not installed");
        return ["setpriv", $"--reuid={user}", $"--regid={user}", "--init-groups"];
    }

    /// <summary>Starts the program in the foreground and waits for its ports.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="user">Who is to run it where it does not like root.</param>
    /// <param name="isAsked">
    /// Whether the server is asked to end before it is killed, because otherwise it would leave shared memory behind.
    /// </param>
    /// <param name="variable">A variable of its environment, as <c>NAME=value</c>.</param>
    internal async Task<Daemon> StartAsync(
        IEnumerable<string> arguments, string? user = null, bool isAsked = false, string? variable = null)
    {
        _isAsked = isAsked;
        string[] all = [.. user is null ? [] : As(user), _program, .. arguments];
        if (variable is not null) all = ["env", variable, .. all];
        _process = Process.Start(new ProcessStartInfo(all[0], all[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Folder,
        })!;
        _process.OutputDataReceived += Listen;
        _process.ErrorDataReceived += Listen;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        try
        {
            foreach (int port in Ports) await WaitForAsync(port);
            return this;
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    /// <summary>The path of a program that belongs to the server.</summary>
    internal string Beside(string name) => Path.Combine(Path.GetDirectoryName(_program)!, name);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            if (_isAsked) await AskToEndAsync(_process);
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
            _process = null;
        }

        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }

    /// <summary>
    /// Debian keeps some programs out of everyone's path: PostgreSQL's, in a folder for each version, and INN's.
    /// </summary>
    private static string? Find(string name)
    {
        const string PostgresFolder = "/usr/lib/postgresql";
        string news = Path.Combine("/usr/lib/news/bin", name);
        if (File.Exists(news)) return news;
        string[] versions = Directory.Exists(PostgresFolder) ? Directory.GetDirectories(PostgresFolder) : [];
        return versions
            .Select(version => Path.Combine(version, "bin", name)).LastOrDefault(File.Exists) ?? Tool.Find(name);
    }

    private static async Task AskToEndAsync(Process process)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await Tool.RunAsync("kill", ["-TERM", $"{process.Id}"]);
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            // It is killed, then.
        }
    }

    private void Listen(object sender, DataReceivedEventArgs line)
    {
        lock (_said) _said.AppendLine(line.Data);
    }

    private async Task WaitForAsync(int port)
    {
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(30))
        {
            if (_process!.HasExited || clock.Elapsed > s_patience)
                throw new InvalidOperationException($"{_program} did not start: {Log}");
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                // Not yet.
            }
        }
    }
}
