using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Drill;

/// <summary>Whole drills of clients that pin, do not, or fail for another reason, and of clients that are hostile.</summary>
public sealed class PinDrillTests : IDisposable
{
    private const string OtherPin = "sha256//C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=";

    private static readonly string? s_curl = Tool.Find("curl");
    private static readonly string? s_shell = Tool.Find("sh");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Curl_without_a_pin_is_intercepted()
    {
        PinEnforcement result = await CurlAsync(["-s", "-H", "Authorization: Bearer hunter2", "{Uri}"], null);

        Assert.Equal(EnforcementResult.Intercepted, result.Result);
        Assert.Equal(
            [EnforcementResult.Intercepted, EnforcementResult.Validated, EnforcementResult.Validated],
            result.Modes.Select(mode => mode.Result));
        Assert.Equal("GET / HTTP/1.1", Assert.Single(result.Leaks).Request);
        Assert.DoesNotContain("hunter2", result.Message, StringComparison.Ordinal);
        // curl follows no redirect unless it is told to, and no certificate to append was given.
        Assert.Equal(3, result.NotRun.Length);
        Assert.False(result.Passed);
    }

    [SkippableFact]
    public async Task Curl_with_a_pin_is_proven()
    {
        PinEnforcement result = await CurlAsync(["-s", "--pinnedpubkey", OtherPin, "{Uri}"], ["-s", "{Uri}"]);

        Assert.True(result.Passed, result.Message);
        Assert.Equal(EnforcementResult.Enforced, result.Modes[0].Result);
        Assert.Equal(DrillControls.Routed | DrillControls.Authority, result.Modes[0].Controls);
        Assert.Empty(result.Leaks);
    }

    /// <summary>The pin holds for every host, so that the client itself is no control.</summary>
    [SkippableFact]
    public async Task Curl_with_a_pin_and_without_a_control_proves_nothing()
    {
        PinEnforcement result = await CurlAsync(["-s", "--pinnedpubkey", OtherPin, "{Uri}"], null);

        Assert.Equal((EnforcementResult.NotProven, EnforcementReason.ControlFailed), (result.Result, result.Reason));
        Assert.Contains("-ControlArgumentList", result.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_client_that_follows_a_redirect_is_intercepted_there()
    {
        PinEnforcement result = await CurlAsync(["-sL", "{Uri}"], null, DrillMode.RedirectToInterceptor);

        Assert.Equal(EnforcementResult.Intercepted, result.Result);
        Assert.Equal("api.example:443", Assert.Single(result.Leaks).Target);
    }

    [SkippableFact]
    public async Task A_client_that_pins_by_the_key_alone_is_proven_by_any_certificate()
    {
        PinEnforcement result = await CurlAsync(
            ["-sk", "--pinnedpubkey", OtherPin, "{Uri}"], ["-sk", "{Uri}"], DrillMode.SelfSigned, DrillMode.WrongHost);

        Assert.Equal(EnforcementResult.Enforced, result.Result);
        Assert.All(result.Modes, mode => Assert.True(mode.Controls.HasFlag(DrillControls.SameMode)));
    }

    [SkippableFact]
    public async Task A_client_that_distrusts_the_authority_proves_nothing()
    {
        string other = _folder.File("other.pem");
        TestCertificate.Root("Other").WritePem(other);

        PinEnforcement result = await CurlAsync(["-s", "--cacert", other, "{Uri}"], null, DrillMode.BogusChain);

        Assert.Equal(
            (EnforcementResult.NotProven, EnforcementReason.AuthorityNotTrusted), (result.Result, result.Reason));
    }

    [SkippableFact]
    public async Task A_client_that_ignores_the_proxy_proves_nothing()
    {
        PinEnforcement result = await CurlAsync(
            ["-s", "--noproxy", "*", "--connect-to", "::127.0.0.1:1", "{Uri}"], null, DrillMode.BogusChain);

        Assert.Equal((EnforcementResult.NotProven, EnforcementReason.NotRouted), (result.Result, result.Reason));
    }

    [SkippableFact]
    public async Task A_client_that_connects_directly_needs_no_proxy()
    {
        PinEnforcement result = await CurlAsync(
            ["-s", "--noproxy", "*", "--connect-to", "::{Host}:{Port}", "{Uri}"], null, DrillMode.BogusChain);

        Assert.Equal(EnforcementResult.Intercepted, result.Result);
    }

    /// <summary>As a client does that takes its proxy from the environment all the same.</summary>
    [SkippableFact]
    public async Task A_client_may_ask_the_proxy_for_the_direct_port()
    {
        PinEnforcement result = await CurlAsync(["-s", "--connect-to", "::{Host}:{Port}", "{Uri}"], null, DrillMode.BogusChain);

        Assert.Equal(EnforcementResult.Intercepted, result.Result);
    }

    [SkippableTheory]
    [InlineData("true", EnforcementReason.NotRouted)]
    [InlineData("false", EnforcementReason.NotRouted)]
    [InlineData("sleep 600", EnforcementReason.TimedOut)]
    [InlineData("while :; do echo flood; done", EnforcementReason.TimedOut)]
    [InlineData("curl -s --tls-max 1.1 {Uri}", EnforcementReason.CertificateNotSeen)]
    [InlineData("openssl s_client -proxy 127.0.0.1:${HTTPS_PROXY##*:} -connect {Name}:443 -servername {Name} </dev/null",
        EnforcementReason.ControlFailed)]
    public async Task A_client_that_fails_for_any_reason_proves_nothing(string script, EnforcementReason reason)
    {
        PinEnforcement result = await ShellAsync(script);

        Assert.Equal((EnforcementResult.NotProven, reason), (result.Result, result.Reason));
        Assert.False(result.Passed);
    }

    [SkippableFact]
    public async Task What_a_client_writes_is_kept_as_far_as_it_goes()
    {
        PinEnforcement result = await ShellAsync("head -c 1000000 /dev/zero | tr '\\0' x; echo end; exit 7");

        PinEnforcementMode mode = Assert.Single(result.Modes);
        Assert.Equal(7, mode.ExitCode);
        Assert.EndsWith("end", mode.Output, StringComparison.Ordinal);
        Assert.InRange(mode.Output.Length, 1, 8 * 1024);
    }

    /// <summary>Also a child that left its parent, and one that holds the output open.</summary>
    [SkippableFact]
    public async Task No_child_of_a_client_is_left()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Only Linux tells of them.");
        string pids = _folder.File("pids");

        await ShellAsync($"(sleep 600 & echo $! >>{pids}); setsid sleep 600 & echo $! >>{pids}; echo done");

        string[] children = await File.ReadAllLinesAsync(pids);
        Assert.Equal(2, children.Length);
        foreach (string child in children) await Patience.UntilAsync(() => !IsRunning(child));
    }

    [SkippableFact]
    public async Task A_drill_that_is_stopped_leaves_nothing()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Only Linux tells of them.");
        string pid = _folder.File("pid");
        string authority = _folder.File("authority");
        using CancellationTokenSource stop = new();
        Task<PinEnforcement> drill = ShellAsync(
            $"echo {{Authority}} >{authority}; echo $$ >{pid}.part; mv {pid}.part {pid}; sleep 600", stop: stop.Token);
        await Patience.UntilAsync(() => File.Exists(pid));

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => drill);
        Assert.False(Directory.Exists(Path.GetDirectoryName((await File.ReadAllTextAsync(authority)).Trim())));
        string process = (await File.ReadAllTextAsync(pid)).Trim();
        await Patience.UntilAsync(() => !IsRunning(process));
    }

    [SkippableFact]
    public async Task Two_drills_at_once_do_not_meet()
    {
        PinEnforcement[] results = await Task.WhenAll(
            CurlAsync(["-s", "{Uri}"], null, DrillMode.BogusChain),
            CurlAsync(["-s", "--pinnedpubkey", OtherPin, "{Uri}"], ["-s", "{Uri}"], DrillMode.BogusChain));

        Assert.Equal([EnforcementResult.Intercepted, EnforcementResult.Enforced], results.Select(one => one.Result));
    }

    [Fact]
    public async Task What_cannot_be_run_is_a_fault()
    {
        PinningException missing = await Assert.ThrowsAsync<PinningException>(() => RunAsync(
            new ProcessClient("none", new ClientCommand(_folder.File("none"), [], _folder.Path), null), default));
        PinningException protocol = await Assert.ThrowsAsync<PinningException>(() => PinDrill.RunAsync(
            Plan(null!) with { Target = TlsTarget.Parse("db.example", null, StartTlsProtocol.Tds) }, default));
        PinningException control = await Assert.ThrowsAsync<PinningException>(() => PinDrill.RunAsync(
            Plan(null!) with { ControlHost = HostName.Parse("API.example") }, default));

        Assert.Equal("DrillClientUnusable", missing.Fault.Id);
        Assert.Equal("DrillProtocolUnknown", protocol.Fault.Id);
        Assert.Equal("DrillControlIsPinned", control.Fault.Id);
    }

    [Fact]
    public async Task A_drill_without_a_mode_proves_nothing()
    {
        PinEnforcement result = await PinDrill.RunAsync(
            Plan(new ProcessClient("none", new ClientCommand("none", [], _folder.Path), null)) with
            {
                Modes = [DrillMode.StartTlsStripped, DrillMode.PinnedCertificateAppended],
            },
            default);

        Assert.Equal((EnforcementResult.NotProven, EnforcementReason.NothingRun), (result.Result, result.Reason));
        Assert.Equal(2, result.NotRun.Length);
    }

    [Theory]
    [InlineData("a b", "\"a b\"")]
    [InlineData("say \"hi\"", "\"say \\\"hi\\\"\"")]
    [InlineData("c:\\folder\\", "\"c:\\folder\\\\\"")]
    [InlineData("", "\"\"")]
    public void An_argument_arrives_as_one(string argument, string expected) =>
        Assert.Equal(expected, ProcessClient.Line([argument]));

    [SkippableFact]
    public async Task Arguments_arrive_as_they_were()
    {
        Skip.If(s_shell is null, "There is no shell.");
        string[] odd = ["a b", "say \"hi\"", "c:\\x\\", "\\\\\"", "", "$HOME `id` ; & |"];
        var client = new ProcessClient(
            "sh", new ClientCommand(s_shell!, ["-c", "printf '<%s>' \"$@\"", "sh", .. odd], _folder.Path), null);

        PinEnforcement result = await RunAsync(client, default, DrillMode.BogusChain);

        Assert.Equal(string.Concat(odd.Select(one => $"<{one}>")), result.Modes[0].Output);
    }

    private Task<PinEnforcement> CurlAsync(string[] arguments, string[]? control, params DrillMode[] modes)
    {
        Skip.If(s_curl is null, "curl is not installed.");
        // Without its configuration, which could name another proxy.
        ClientCommand Command(string[] given) => new(s_curl!, ["-q", .. given], _folder.Path);
        return RunAsync(
            new ProcessClient("curl", Command(arguments), control is null ? null : Command(control)), default, modes);
    }

    private Task<PinEnforcement> ShellAsync(string script, CancellationToken stop = default)
    {
        Skip.If(s_shell is null || OperatingSystem.IsWindows(), "There is no shell.");
        bool mayEnd = !script.StartsWith("sleep", StringComparison.Ordinal)
            && !script.StartsWith("while", StringComparison.Ordinal);
        return PinDrill.RunAsync(
            Plan(new ProcessClient("sh", new ClientCommand(s_shell!, ["-c", script], _folder.Path), null)) with
            {
                Modes = [DrillMode.BogusChain],
                Timeout = mayEnd ? TimeSpan.FromMinutes(5) : TimeSpan.FromSeconds(1),
            },
            stop);
    }

    private static Task<PinEnforcement> RunAsync(IDrillClient client, CancellationToken stop, params DrillMode[] modes) =>
        PinDrill.RunAsync(Plan(client) with { Modes = modes }, stop);

    private static DrillPlan Plan(IDrillClient client) => new()
    {
        Target = TlsTarget.Parse("api.example"),
        Client = _ => client,
        Timeout = TimeSpan.FromMinutes(5),
    };

    private static bool IsRunning(string id)
    {
        try
        {
            // A process that has ended and was not waited for has no command line.
            return File.ReadAllText($"/proc/{id}/cmdline").Length > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
