using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using PinningTools.Internal;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Checks.Scheduling;

/// <summary>The text of a service and a timer, word for word, and what systemd says of it.</summary>
public sealed class SystemdUnitsTests : IDisposable
{
    private static readonly CheckSchedule s_machine = new()
    {
        Name = "nightly",
        Scheduler = SchedulerKind.Systemd,
        IsMachine = true,
        At = new TimeSpan(2, 17, 0),
        RandomDelay = 20,
        Engine = new ScheduleEngine("/usr/local/bin/pwsh", null),
        Module = "/m",
        Places = new SchedulePlaces("/etc/pincheck", "/etc/systemd/system", "nightly"),
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_machine_has_a_service_that_may_do_nothing_else() => Assert.Equal(
        """
        [Unit]
        Description=Pin check "nightly" (PinningTools)
        Wants=network-online.target
        After=network-online.target
        [Service]
        Type=oneshot
        DynamicUser=yes
        StateDirectory=pincheck/nightly
        CacheDirectory=pincheck/nightly
        ConfigurationDirectory=pincheck
        Environment=HOME=%S/pincheck/nightly XDG_CACHE_HOME=%C/pincheck/nightly
        Environment=POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off
        LoadCredential=teams-uri:/etc/pincheck/nightly.teams-uri
        ExecStart=/usr/local/bin/pwsh -NoProfile -NonInteractive -File /etc/pincheck/nightly.ps1
        UMask=0077
        StateDirectoryMode=0700
        TimeoutStartSec=1h
        NoNewPrivileges=yes
        ProtectSystem=strict
        ProtectHome=yes
        PrivateTmp=yes
        RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6

        """.ReplaceLineEndings("\n"),
        Unsigned(new SystemdUnits(s_machine, new ReceiverFile("/etc/pincheck/nightly.teams-uri", "Teams"), null).Service()));

    [Fact]
    public void The_timer_runs_it_every_night() => Assert.Equal(
        """
        [Unit]
        Description=Runs the pin check "nightly" every night
        [Timer]
        OnCalendar=*-*-* 02:17:00
        RandomizedDelaySec=20m
        FixedRandomDelay=yes
        Persistent=yes
        [Install]
        WantedBy=timers.target

        """.ReplaceLineEndings("\n"), Unsigned(new SystemdUnits(s_machine, null, null).Timer()));

    [Fact]
    public void A_user_has_a_service_without_what_only_the_machine_has()
    {
        string text = new SystemdUnits(s_machine with { IsMachine = false }, null, null).Service();

        Assert.All(
            new[] { "DynamicUser", "ProtectHome", "ProtectSystem", "PrivateTmp", "network-online", "LoadCredential", "StateDirectory" },
            word => Assert.DoesNotContain(word, text));
        Assert.Contains("\nNoNewPrivileges=yes\n", text);
    }

    [Fact]
    public void Reports_have_a_folder_that_can_be_written_and_a_group_that_can_read_them()
    {
        string text = new SystemdUnits(s_machine with { ReportFolder = "/srv/100% ours" }, null, 990).Service();

        Assert.Contains("\nReadWritePaths=\"/srv/100%% ours\"\n", text);
        Assert.Contains("\nSupplementaryGroups=990\n", text);
        Assert.Contains("\nUMask=0027\n", text);
    }

    [Fact]
    public void An_account_takes_the_place_of_the_dynamic_user()
    {
        string text = new SystemdUnits(s_machine with { Account = "pincheck" }, null, null).Service();

        Assert.Contains("\nUser=pincheck\n", text);
        Assert.DoesNotContain("DynamicUser", text);
    }

    [Fact]
    public void No_delay_is_no_line() =>
        Assert.DoesNotContain("Random", new SystemdUnits(s_machine with { RandomDelay = 0 }, null, null).Timer());

    [Theory]
    [InlineData("/a/b.ps1", "/a/b.ps1")]
    [InlineData("/a b", "\"/a b\"")]
    [InlineData("/100%/$HOME", "/100%%/$$HOME")]
    [InlineData("/it's \"x\\y\"", "\"/it's \\\"x\\\\y\\\"\"")]
    [InlineData("/caf\u00e9;", "\"/caf\u00e9;\"")]
    public void A_path_means_nothing_else(string path, string quoted) => Assert.Equal(quoted, SystemdUnits.Quote(path, isCommand: true));

    /// <summary>verify reads the units as systemd does. It also accepts units that could not run.</summary>
    [SkippableTheory]
    [InlineData("/usr/bin/env", "nightly.ps1")]
    [InlineData("/usr/bin/env", "it's 100% $HOME \"quoted\" \\ caf\u00e9.ps1")]
    [InlineData("a b/100%/pro gram", "nightly.ps1")]
    public void Systemd_takes_them_without_a_word(string engine, string script)
    {
        string? verify = new Programs().Find("systemd-analyze");
        Skip.If(verify is null, "systemd-analyze is not installed.");
        Assert.All(new[] { true, false }, isMachine =>
        {
            string program = engine.StartsWith('/') ? engine : _folder.File(engine);
            if (!File.Exists(program)) MakeProgram(program);
            CheckSchedule schedule = s_machine with
            {
                IsMachine = isMachine, Engine = new ScheduleEngine(program, null), OwnScript = _folder.File(script), ReportFolder = "/srv/100% ours",
            };
            var units = new SystemdUnits(schedule, null, isMachine ? 990u : null);
            string service = _folder.File("pincheck-nightly.service"), timer = _folder.File("pincheck-nightly.timer");
            File.WriteAllText(service, units.Service());
            File.WriteAllText(timer, units.Timer());

            (int code, string said) = Run(verify!, "verify", isMachine ? "--system" : "--user", service, timer);
            // Without a run-time folder of its own, a user's manager says so; that is nothing of the units.
            string[] lines = [.. said.Split('\n').Where(line => line.Contains("pincheck", StringComparison.Ordinal))];
            Assert.True(lines.Length == 0 && (code == 0 || !isMachine), said);
        });
    }

    /// <summary>Else the test above could not fail.</summary>
    [SkippableFact]
    public void Systemd_complains_of_a_unit_that_is_wrong()
    {
        string? verify = new Programs().Find("systemd-analyze");
        Skip.If(verify is null, "systemd-analyze is not installed.");
        string service = _folder.File("pincheck-nightly.service");
        File.WriteAllText(service, new SystemdUnits(s_machine with { Engine = new ScheduleEngine("/no/such", null) }, null, null).Service()
            .Replace("UMask=", "UMusk=", StringComparison.Ordinal));

        (int code, string said) = Run(verify!, "verify", "--system", service);

        Assert.NotEqual(0, code);
        Assert.Contains("UMusk", said);
        Assert.Contains("/no/such", said);
    }

    private static void MakeProgram(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "#!/bin/sh\n");
        UnixNodes.SetMode(path, 0x1ED);
    }

    private static (int Code, string Said) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        string said = process.StandardError.ReadToEnd() + process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said);
    }

    private static string Unsigned(string text) => text[(text.IndexOf('\n') + 1)..];
}
