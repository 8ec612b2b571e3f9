using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// The script that a scheduler runs. It is short and meant to be edited. It is ASCII and in the syntax of Windows
/// PowerShell 5.1, which reads a file without a byte order mark as ANSI.
/// </summary>
/// <param name="schedule">The check.</param>
/// <param name="receiver">The file with the address to which alerts are sent, or null.</param>
internal sealed class CheckScript(CheckSchedule schedule, ReceiverFile? receiver)
{
    /// <summary>Shorter than the hour after which the scheduler ends the script, so that the reports are written.</summary>
    private const int MaxRuntimeSec = 3000;

    internal string Write()
    {
        string[] lines =
        [
            "# Yours to edit: Register-PinCheck does not overwrite an edited file, except with -Force.",
            "$ErrorActionPreference = 'Stop'",
            "$check = @{",
            $"    Name          = '{schedule.Name}'",
            .. schedule.List is { } list ? [$"    Path          = {Quote(list)}"] : (string[])[],
            .. schedule.Store is { } store ? [$"    PinStore      = {Quote(store)}"] : (string[])[],
            $"    State         = {State()}",
            $"    MaxRuntimeSec = {MaxRuntimeSec}",
            "}",
            "try {",
            $"    Import-Module -Name {Quote(schedule.Module)}",
            "    $summary = Invoke-PinCheck @check",
            "} catch {",
            "    # An error that nothing catches would end PowerShell with 1, which means a warning.",
            "    [Console]::Error.WriteLine(\"The pin check did not run: $_\")",
            "    exit 3",
            "}",
            "$code = $summary.ExitCode",
            "# Every step runs, even if one before it failed: a full disk does not hold back an alert.",
            "$steps = @(",
            .. Steps(),
            ")",
            "foreach ($step in $steps) {",
            "    try { & $step } catch {",
            "        [Console]::Error.WriteLine(\"$_\")",
            "        $code = 3",
            "    }",
            "}",
            .. End(),
            "exit $code",
        ];
        string end = schedule.Scheduler == SchedulerKind.TaskScheduler ? "\r\n" : "\n";
        return GeneratedFile.Sign(schedule.Name, string.Concat(lines.Select(line => line + end)));
    }

    private IEnumerable<string> Steps()
    {
        yield return schedule.Report is { } report
            ? $"    {{ $summary | Export-PinReport -Path {Quote(report)} }}"
            : $"    # {{ $summary | Export-PinReport -Path {Quote(Path.Combine("reports", schedule.Name + ".html"))} }}";
        if (schedule.EventLog) yield return "    { $summary | Send-PinReport -EventLog -When Always }";
        if (receiver is not null)
            yield return $"    {{ $summary | Send-PinReport -As {receiver.As} -UriSecret ({Secret(receiver.Path, receiver.Credential)}) }}";
        else if (schedule.Scheduler == SchedulerKind.TaskScheduler)
            yield return "    # { $summary | Send-PinReport -As Teams -UriSecret (Get-Secret -Name teams-uri) }";
        else
            yield return "    # { $summary | Send-PinReport -As Teams -UriSecret ("
                + $"{Secret(ReceiverFile.Example(schedule.Places), "teams-uri")}) }}";
    }

    /// <summary>What differs: who reads the output, and what an exit code means to the scheduler.</summary>
    private string[] End() => schedule.Scheduler switch
    {
        SchedulerKind.Systemd =>
        [
            "$summary",
            "# For systemd every code but 0 is a failure. A warning is none; 2 (Critical) and 3 (Unknown) are.",
            "if ($code -eq 1) { $code = 0 }",
        ],
        SchedulerKind.Cron =>
        [
            "# cron mails what a script prints.",
            "if ($code -ne 0) { $summary }",
        ],
        _ => ["$summary"],
    };

    private string State() => schedule.State is { } path ? Quote(path)
        : schedule.Scheduler == SchedulerKind.Systemd ? $"\"$env:STATE_DIRECTORY/{schedule.Name}.state.jsonl\""
        : $"\"$HOME/.local/state/pinningtools/{schedule.Name}/{schedule.Name}.state.jsonl\"";

    private string Secret(string file, string credential) =>
        $"Get-Content -LiteralPath {(schedule is { Scheduler: SchedulerKind.Systemd, IsMachine: true } ? $"\"$env:CREDENTIALS_DIRECTORY/{credential}\"" : Quote(file))} -TotalCount 1 | ConvertTo-SecureString -AsPlainText -Force";

    /// <summary>A string in single quotes, with every character that is not ASCII as a number.</summary>
    internal static string Quote(string text)
    {
        if (text.All(c => c is >= ' ' and <= '~')) return "'" + text.Replace("'", "''") + "'";
        var quoted = new StringBuilder("('");
        foreach (char c in text)
        {
            if (c is >= ' ' and <= '~') quoted.Append(c == '\'' ? "''" : c.ToString());
            else quoted.Append("' + [char]0x").Append(((int)c).ToString("X4", System.Globalization.CultureInfo.InvariantCulture)).Append(" + '");
        }

        return quoted.Append("')").ToString();
    }
}
