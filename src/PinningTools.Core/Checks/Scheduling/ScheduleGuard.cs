using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace PinningTools.Internal;

/// <summary>
/// Refuses a schedule that would not be safe or could not work on Unix: what another account could change, what the
/// service could not see, and what does not fit into a scheduler's line.
/// </summary>
/// <param name="schedule">The schedule.</param>
/// <param name="programs">The programs of the system.</param>
/// <param name="root">A folder in place of the root of the file system, for tests.</param>
internal sealed class ScheduleGuard(CheckSchedule schedule, IPrograms programs, string root = "/")
{
    private static readonly string[] s_hidden = ["/home/", "/root/", "/run/user/", "/tmp/", "/var/tmp/"];

    /// <summary>The accounts that may do everything, under the names that people give them.</summary>
    private static readonly Regex s_system = new(
        @"^(NT AUTHORITY\\|\.\\)?(SYSTEM|LocalSystem)$|^S-1-5-18$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Regex s_account = new(@"^[A-Za-z_][A-Za-z0-9_.-]{0,63}\$?$", RegexOptions.CultureInvariant);

    private bool IsService => schedule is { Scheduler: SchedulerKind.Systemd, IsMachine: true };

    internal static bool IsSystem(string account) => s_system.IsMatch(account);

    /// <exception cref="PinningException">Something is refused.</exception>
    internal void Check()
    {
        uint? runner = Runner();
        List<string> code = [schedule.Script];
        if (schedule.IsForOther)
            code.AddRange(new[] { schedule.Engine.Program, schedule.Engine.Assembly, schedule.Module, schedule.List, schedule.Store }.OfType<string>());
        foreach (string path in code.Append(schedule.Engine.Program).Append(schedule.ReportFolder ?? "/"))
            if (path.Any(char.IsControl))
                throw new PinningException(Faults.SchedulePathUnusable(path, "it has a line break or another control character"));
        foreach (string path in code)
        {
            ScheduleRights.Require(path, runner);
            if (IsService) RequireVisible(path);
            if (IsService && schedule.Account is null && Presence.Exists(path)) ScheduleRights.RequireReadable(path);
        }

        // The check itself refuses a list that others can change: better now than at night.
        if (!schedule.IsForOther && schedule.List is { } list) CheckRights.RequireList(list);
        if (IsService && schedule.ReportFolder is { } folder) RequireVisible(folder);
    }

    /// <summary>
    /// The group by which the service, which has a user of its own in each run, can write to the folder for reports; null
    /// without such a folder, or if an account is given.
    /// </summary>
    /// <exception cref="PinningException">It cannot write there.</exception>
    internal uint? ReportGroup()
    {
        if (schedule.ReportFolder is not { } folder || schedule.Account is not null || !UnixFile.IsAvailable) return null;
        const int GroupWrite = 0x10, SetGroup = 0x400;
        return UnixFile.Read(folder, followsLinks: true) is { Kind: UnixFileKind.Folder } facts && (facts.Bits & GroupWrite) != 0
            && (facts.Bits & SetGroup) != 0 && facts.Group != 0
            ? facts.Group
            : throw new PinningException(Faults.ScheduleFolderClosed(folder));
    }

    /// <summary>The number of the account that runs the script; null for a user that exists only during a run.</summary>
    private uint? Runner()
    {
        if (schedule.Account is not { } account) return IsService || !UnixFile.IsAvailable ? null : UnixFile.CurrentUser;
        if (!s_account.IsMatch(account)) throw new PinningException(Faults.ScheduleAccountUnknown(account));
        ProgramOutput output = programs.Run("id", ["-u", account]);
        if (output.ExitCode != 0 || !uint.TryParse(Encoding.UTF8.GetString(output.Output).Trim(), out uint number))
            throw new PinningException(Faults.ScheduleAccountUnknown(account));
        return number != 0 || schedule.Force ? number : throw new PinningException(Faults.ScheduleAccountTooMighty(account));
    }

    /// <summary>ProtectHome and PrivateTmp hide these folders from the service.</summary>
    private void RequireVisible(string path)
    {
        foreach (string shape in new[] { path, ScheduleRights.Resolve(path) })
            if (s_hidden.FirstOrDefault(hidden => FromRoot(shape).StartsWith(hidden, StringComparison.Ordinal)) is { } hidden)
                throw new PinningException(Faults.SchedulePathHidden(path, hidden.TrimEnd('/')));
    }

    private string FromRoot(string path) =>
        root.Length > 1 && path.StartsWith(root + "/", StringComparison.Ordinal) ? path.Substring(root.Length) : path;
}
