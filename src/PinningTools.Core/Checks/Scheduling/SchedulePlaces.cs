using System;
using System.IO;

namespace PinningTools.Internal;

/// <summary>Where the files of a scheduled check are.</summary>
/// <param name="Scripts">The folder of the script, of the receiver's address and of the crontab's backup.</param>
/// <param name="Units">The folder of systemd's units; empty for other schedulers.</param>
/// <param name="Name">The name of the check.</param>
internal sealed record SchedulePlaces(string Scripts, string Units, string Name)
{
    internal string Script => Path.Combine(Scripts, Name + ".ps1");

    internal string Service => Path.Combine(Units, $"pincheck-{Name}.service");

    internal string Timer => Path.Combine(Units, $"pincheck-{Name}.timer");

    internal string CrontabBackup => Path.Combine(Scripts, Name + ".crontab.old");

    /// <param name="kind">The scheduler.</param>
    /// <param name="isMachine">Whether the machine runs the check, or this user.</param>
    /// <param name="name">The name of the check.</param>
    /// <param name="root">A folder in place of the root of the file system, for tests.</param>
    /// <exception cref="PinningException">This account has no home folder.</exception>
    internal static SchedulePlaces Of(SchedulerKind kind, bool isMachine, string name, string root = "/") => kind switch
    {
        SchedulerKind.TaskScheduler => new SchedulePlaces(Path.Combine(
            Require(FolderOf(isMachine ? Environment.SpecialFolder.CommonApplicationData : Environment.SpecialFolder.LocalApplicationData)),
            "PinningTools", name), "", name),
        SchedulerKind.Systemd when isMachine =>
            new SchedulePlaces(Path.Combine(root, "etc/pincheck"), Path.Combine(root, "etc/systemd/system"), name),
        SchedulerKind.Systemd => new SchedulePlaces(
            Path.Combine(Configuration(), "pincheck"), Path.Combine(Configuration(), "systemd", "user"), name),
        _ => new SchedulePlaces(
            isMachine ? Path.Combine(root, "opt/pincheck") : Path.Combine(Configuration(), "pincheck"), "", name),
    };

    /// <summary>Where a user's programs keep their configuration, as systemd understands it.</summary>
    /// <exception cref="PinningException">This account has no home folder.</exception>
    private static string Configuration()
    {
        string? set = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME");
        return set is { Length: > 0 } && Path.IsPathRooted(set) ? set
            : Path.Combine(Require(FolderOf(Environment.SpecialFolder.UserProfile)), ".config");
    }

    private static string FolderOf(Environment.SpecialFolder folder) =>
        Environment.GetFolderPath(folder, Environment.SpecialFolderOption.DoNotVerify);

    /// <exception cref="PinningException">There is none.</exception>
    internal static string Require(string folder) =>
        folder.Length > 0 ? folder : throw new PinningException(Faults.ScheduleNoFolder());
}
