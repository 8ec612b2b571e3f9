using System.Linq;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Checks.Scheduling;

/// <summary>The text of the script, word for word.</summary>
public sealed class CheckScriptTests
{
    private static readonly CheckSchedule s_cron = new()
    {
        Name = "nightly",
        Scheduler = SchedulerKind.Cron,
        Engine = new ScheduleEngine("/usr/bin/pwsh", null),
        Module = "/usr/share/m/PinningTools.psd1",
        List = "/etc/pincheck/checks.csv",
        State = "/var/lib/n.state.jsonl",
        Places = new SchedulePlaces("/opt/pincheck", "", "nightly"),
    };

    [Fact]
    public void A_script_is_short_and_says_what_it_does() => Assert.Equal(
        """
        # Register-PinCheck made this file for the check "nightly". Mark: MARK
        # Yours to edit: Register-PinCheck does not overwrite an edited file, except with -Force.
        $ErrorActionPreference = 'Stop'
        $check = @{
            Name          = 'nightly'
            Path          = '/etc/pincheck/checks.csv'
            State         = '/var/lib/n.state.jsonl'
            MaxRuntimeSec = 3000
        }
        try {
            Import-Module -Name '/usr/share/m/PinningTools.psd1'
            $summary = Invoke-PinCheck @check
        } catch {
            # An error that nothing catches would end PowerShell with 1, which means a warning.
            [Console]::Error.WriteLine("The pin check did not run: $_")
            exit 3
        }
        $code = $summary.ExitCode
        # Every step runs, even if one before it failed: a full disk does not hold back an alert.
        $steps = @(
            # { $summary | Export-PinReport -Path 'reports/nightly.html' }
            # { $summary | Send-PinReport -As Teams -UriSecret (Get-Content -LiteralPath '/opt/pincheck/nightly.teams-uri' -TotalCount 1 | ConvertTo-SecureString -AsPlainText -Force) }
        )
        foreach ($step in $steps) {
            try { & $step } catch {
                [Console]::Error.WriteLine("$_")
                $code = 3
            }
        }
        # cron mails what a script prints.
        if ($code -ne 0) { $summary }
        exit $code

        """.ReplaceLineEndings("\n"), Text(s_cron));

    [Fact]
    public void A_service_maps_a_warning_to_success_and_keeps_its_state_where_systemd_says()
    {
        string text = Text(s_cron with { Scheduler = SchedulerKind.Systemd, IsMachine = true, State = null });

        Assert.Contains("    State         = \"$env:STATE_DIRECTORY/nightly.state.jsonl\"\n", text);
        Assert.EndsWith("\nif ($code -eq 1) { $code = 0 }\nexit $code\n", text);
    }

    [Fact]
    public void A_receiver_that_was_given_is_told()
    {
        var receiver = new ReceiverFile("/opt/pincheck/nightly.slack-uri", "Slack");

        Assert.Contains(
            "\n    { $summary | Send-PinReport -As Slack -UriSecret (Get-Content -LiteralPath '/opt/pincheck/nightly.slack-uri' ", Text(s_cron, receiver));
        Assert.Contains(
            "(Get-Content -LiteralPath \"$env:CREDENTIALS_DIRECTORY/slack-uri\" -TotalCount 1 | ConvertTo-SecureString",
            Text(s_cron with { Scheduler = SchedulerKind.Systemd, IsMachine = true }, receiver));
    }

    [Fact]
    public void A_task_of_Windows_has_lines_of_Windows_and_its_log()
    {
        string text = Text(s_cron with { Scheduler = SchedulerKind.TaskScheduler, EventLog = true, ReportFolder = @"C:\reports" });

        Assert.Equal(text.Count(c => c == '\n'), text.Split("\r\n").Length - 1);
        Assert.Contains("    { $summary | Send-PinReport -EventLog -When Always }\r\n", text);
        Assert.Contains("    { $summary | Export-PinReport -Path 'C:\\reports", text);
        Assert.Contains("    # { $summary | Send-PinReport -As Teams -UriSecret (Get-Secret -Name teams-uri) }\r\n", text);
    }

    [Theory]
    [InlineData("plain", "'plain'")]
    [InlineData("it's $(evil) `", "'it''s $(evil) `'")]
    [InlineData("caf\u00e9\u2019", "('caf' + [char]0x00E9 + '' + [char]0x2019 + '')")]
    [InlineData("a\nb", "('a' + [char]0x000A + 'b')")]
    [InlineData("\U0001F511", "('' + [char]0xD83D + '' + [char]0xDD11 + '')")]
    public void A_path_is_text_and_ASCII(string path, string quoted)
    {
        Assert.Equal(quoted, CheckScript.Quote(path));
        Assert.All(Text(s_cron with { List = path }), c => Assert.True(c is '\n' or (>= ' ' and <= '~')));
    }

    private static string Text(CheckSchedule schedule, ReceiverFile? receiver = null)
    {
        string text = new CheckScript(schedule, receiver).Write();
        int mark = text.IndexOf("Mark: ", System.StringComparison.Ordinal) + 6;
        return text[..mark] + "MARK" + text[(mark + 12)..];
    }
}
