using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>The commands that make a task, as text.</summary>
/// <param name="schedule">The check.</param>
/// <param name="taskPath">The folder of the tasks.</param>
internal sealed class TaskText(CheckSchedule schedule, string taskPath)
{
    internal const string MarkStart = "Register-PinCheck made this task. Mark: ";

    internal const string SourceKey = @"HKLM:\SYSTEM\CurrentControlSet\Services\EventLog\Application\PinningTools";

    internal const string Source = "[Diagnostics.EventLog]::CreateEventSource('PinningTools', 'Application')";

    /// <summary>The accounts of services, with the numbers by which every Windows knows them.</summary>
    private static readonly Dictionary<string, string> s_services = new(StringComparer.OrdinalIgnoreCase)
    {
        ["SYSTEM"] = "S-1-5-18",
        ["LOCALSERVICE"] = "S-1-5-19",
        ["NETWORKSERVICE"] = "S-1-5-20",
    };

    internal string Name => schedule.Name;

    /// <summary>The account that runs the task.</summary>
    internal string Account => schedule.Account is { } given ? (ScheduleGuard.IsSystem(given) ? "SYSTEM" : given)
        : schedule.IsMachine ? "LOCALSERVICE" : $"{Environment.UserDomainName}\\{Environment.UserName}";

    internal string Program => schedule.Engine.Program;

    internal string Arguments => string.Join(" ", schedule.Engine.Arguments(Require(schedule.Script))
        .Select((one, i) => one == schedule.Script || (i == 0 && schedule.Engine.Assembly is not null) ? $"\"{one}\"" : one));

    internal string Description => MarkStart + GeneratedFile.MarkOf(Body());

    internal string Register() => $"{Body()}\nRegister-ScheduledTask -TaskPath '{taskPath}' -TaskName '{Name}' -Description '{Description}' "
        + "-Action $action -Trigger $trigger -Settings $settings -Principal $principal -Force | Out-Null";

    /// <summary>
    /// Only administrators change the script; the account reads it, and may write other files into the folder: the state.
    /// </summary>
    internal string Rights() => string.Join("\n",
        Sid(),
        $"$rights = [ordered] @{{ {Quote(Path.GetDirectoryName(schedule.Script)!)} = \"D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1301bf;;;$sid)\"",
        $"    {Quote(schedule.Script)} = \"D:P(A;;FA;;;SY)(A;;FA;;;BA)(A;;0x1200a9;;;$sid)\" }}",
        "foreach ($path in @($rights.Keys)) {",
        "    $acl = Get-Acl -LiteralPath $path",
        "    $acl.SetSecurityDescriptorSddlForm($rights[$path], 'Access')",
        "    Set-Acl -LiteralPath $path -AclObject $acl",
        "}");

    private string Sid() => s_services.TryGetValue(Account, out string? known) ? $"$sid = '{known}'"
        : $"$sid = (New-Object -TypeName Security.Principal.NTAccount -ArgumentList {Quote(Account)}).Translate([Security.Principal.SecurityIdentifier]).Value";

    private string Body() => string.Join("\n",
        $"$action = New-ScheduledTaskAction -Execute {Quote(Program)} -Argument {Quote(Arguments)} -WorkingDirectory {Quote(Path.GetDirectoryName(schedule.Script)!)}",
        $"$trigger = New-ScheduledTaskTrigger -Daily -At '{schedule.At.ToString(@"hh\:mm", CultureInfo.InvariantCulture)}'"
            + (schedule.RandomDelay == 0 ? "" : $" -RandomDelay (New-TimeSpan -Minutes {schedule.RandomDelay.ToString(CultureInfo.InvariantCulture)})"),
        "$settings = New-ScheduledTaskSettingsSet -StartWhenAvailable -MultipleInstances IgnoreNew -ExecutionTimeLimit (New-TimeSpan -Hours 1)",
        $"$principal = New-ScheduledTaskPrincipal -UserId {Quote(Account)} -LogonType {Logon()} -RunLevel Limited");

    /// <summary>
    /// A group managed account has a password that nobody gives. S4U has no credentials for the network, and a check needs
    /// none.
    /// </summary>
    private string Logon() => s_services.ContainsKey(Account) ? "ServiceAccount"
        : Account.EndsWith("$", StringComparison.Ordinal) ? "Password"
        : schedule.Account is null ? "Interactive" : "S4U";

    private static string Quote(string text) => CommandText.Quote(text);

    private static string Require(string path) => path.IndexOf('"') < 0 && !path.Any(char.IsControl) ? path
        : throw new PinningException(Faults.SchedulePathUnusable(path, "it has a quotation mark or a control character"));
}
