using System.Globalization;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// The text of the service and the timer. In unit files % begins a specifier, $ a variable (in ExecStart only), and a
/// backslash an escape; all of them are doubled.
/// </summary>
/// <param name="schedule">The check.</param>
/// <param name="receiver">The file with the address of a receiver, or null.</param>
/// <param name="group">The group that may write to the folder for reports, or null.</param>
internal sealed class SystemdUnits(CheckSchedule schedule, ReceiverFile? receiver, uint? group)
{
    private string Name => schedule.Name;

    internal string Service() => Join(schedule.IsMachine ? OfMachine() : OfUser());

    internal string Timer() => Join(
    [
        "[Unit]",
        $"Description=Runs the pin check \"{Name}\" every night",
        "[Timer]",
        $"OnCalendar=*-*-* {schedule.At.ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture)}",
        .. schedule.RandomDelay == 0 ? (string[])[]
            : [$"RandomizedDelaySec={schedule.RandomDelay.ToString(CultureInfo.InvariantCulture)}m", "FixedRandomDelay=yes"],
        "Persistent=yes",
        "[Install]",
        "WantedBy=timers.target",
    ]);

    /// <summary>No SuccessExitStatus=1: a parse error and a failed import end with 1 too. No MemoryDenyWriteExecute: .NET compiles.</summary>
    private string[] OfMachine() =>
    [
        "[Unit]",
        $"Description=Pin check \"{Name}\" (PinningTools)",
        "Wants=network-online.target",
        "After=network-online.target",
        "[Service]",
        "Type=oneshot",
        schedule.Account is { } account ? $"User={account}" : "DynamicUser=yes",
        .. group is { } number ? [$"SupplementaryGroups={number.ToString(CultureInfo.InvariantCulture)}"] : (string[])[],
        $"StateDirectory=pincheck/{Name}",
        $"CacheDirectory=pincheck/{Name}",
        "ConfigurationDirectory=pincheck",
        $"Environment=HOME=%S/pincheck/{Name} XDG_CACHE_HOME=%C/pincheck/{Name}",
        "Environment=POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off",
        .. receiver is null ? (string[])[] : [$"LoadCredential={receiver.Credential}:{receiver.Path.Replace("%", "%%")}"],
        Start(),
        // A web server or an exporter reads the reports by their group. The state is in a folder of its own, 0700.
        group is null ? "UMask=0077" : "UMask=0027",
        "StateDirectoryMode=0700",
        "TimeoutStartSec=1h",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        .. schedule.ReportFolder is { } folder ? [$"ReadWritePaths={Quote(folder, isCommand: false)}"] : (string[])[],
        "ProtectHome=yes",
        "PrivateTmp=yes",
        "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6",
    ];

    /// <summary>
    /// The user's own manager has no dynamic users and no network target, and the user's files are the ones to read.
    /// </summary>
    private string[] OfUser() =>
    [
        "[Unit]",
        $"Description=Pin check \"{Name}\" (PinningTools)",
        "[Service]",
        "Type=oneshot",
        "Environment=POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off",
        Start(),
        "UMask=0077",
        "TimeoutStartSec=1h",
        "NoNewPrivileges=yes",
        "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6",
    ];

    /// <summary>The program itself is not searched for variables, its arguments are.</summary>
    private string Start() => "ExecStart=" + Quote(schedule.Engine.Program, isCommand: false) + string.Concat(
        schedule.Engine.Arguments(schedule.Script).Select(argument => " " + Quote(argument, isCommand: true)));

    internal static string Quote(string text, bool isCommand)
    {
        string escaped = text.Replace("%", "%%");
        if (isCommand) escaped = escaped.Replace("$", "$$");
        if (text.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '/' or '.' or '_' or '-' or '+' or ':'
            or '@' or '%' or '$')) return escaped;
        var quoted = new StringBuilder("\"");
        foreach (char c in escaped)
        {
            if (c is '"' or '\\') quoted.Append('\\');
            quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }

    private string Join(string[] lines) => GeneratedFile.Sign(Name, string.Concat(lines.Select(line => line + "\n")));
}
