using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using PinningTools.Internal;
using PinningTools.Tests.Support;

namespace PinningTools.Tests.Checks.Scheduling;

/// <summary>A file system and programs of a test's own, in which checks are scheduled.</summary>
internal sealed class ScheduleTrial : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    internal ScheduleTrial()
    {
        foreach (string file in new[] { "usr/bin/pwsh", "usr/share/m/PinningTools.psd1", "etc/pincheck/checks.csv" }) Make(file);
    }

    internal string Root => _folder.Path;

    internal RecordedPrograms Programs { get; } = new();

    public void Dispose() => _folder.Dispose();

    internal string At(string path) => Path.Combine(Root, path);

    internal string Make(string path, string text = "", int mode = 0x1A4)
    {
        string full = At(path);
        for (string folder = Path.GetDirectoryName(full)!; !Directory.Exists(folder); folder = Path.GetDirectoryName(folder)!)
            Folders(folder);
        File.WriteAllText(full, text);
        UnixNodes.SetMode(full, mode);
        return full;
    }

    /// <summary>As a shell would show it, without the name of the folder.</summary>
    internal string Shown(string text) => text.Replace(Root, "", StringComparison.Ordinal);

    internal CheckSchedule Schedule(SchedulerKind kind = SchedulerKind.Systemd, bool isMachine = true) => new()
    {
        Name = "nightly",
        Scheduler = kind,
        IsMachine = isMachine,
        At = new TimeSpan(2, 17, 0),
        RandomDelay = kind == SchedulerKind.Cron ? 0 : 20,
        Engine = new ScheduleEngine(At("usr/bin/pwsh"), null),
        Module = At("usr/share/m/PinningTools.psd1"),
        List = At("etc/pincheck/checks.csv"),
        State = kind == SchedulerKind.Systemd && isMachine ? null : At("state/nightly.state.jsonl"),
        Places = kind == SchedulerKind.Systemd && !isMachine
            ? new SchedulePlaces(At("home/pincheck"), At("home/systemd/user"), "nightly")
            : SchedulePlaces.Of(kind, true, "nightly", Root),
    };

    /// <summary>The files below some folders, with their texts.</summary>
    internal Dictionary<string, string> Files() => new[] { "etc", "opt", "home" }.Select(At).Where(Directory.Exists)
        .SelectMany(folder => Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        .ToDictionary(Shown, File.ReadAllText);

    private static void Folders(string folder)
    {
        Directory.CreateDirectory(folder);
        for (string? part = folder; part is not null && part.Contains("pinningtools", StringComparison.Ordinal); part = Path.GetDirectoryName(part))
            UnixNodes.SetMode(part, 0x1ED);
    }
}

/// <summary>Programs that do as a test tells them: a crontab in memory, and a systemctl that notes what it was told.</summary>
internal sealed class RecordedPrograms : IPrograms
{
    internal List<string> Runs { get; } = [];

    /// <summary>Null for an account without one.</summary>
    internal byte[]? Crontab { get; set; }

    internal string TimerState { get; set; } = "UnitFileState=\nActiveState=inactive\nNeedDaemonReload=no\n";

    /// <summary>What crontab says when it takes no table.</summary>
    internal string? FailInstall { get; set; }

    /// <summary>The beginning of a command line, and what it says when it fails.</summary>
    internal Dictionary<string, string> Failures { get; } = [];

    internal string Table
    {
        get => Encoding.Latin1.GetString(Crontab ?? []);
        set => Crontab = Encoding.Latin1.GetBytes(value);
    }

    internal string[] Take()
    {
        string[] runs = [.. Runs];
        Runs.Clear();
        return runs;
    }

    public string? Find(string name) => "/usr/bin/" + name;

    public ProgramOutput Run(string name, string[] arguments, byte[]? input = null)
    {
        string line = PinningTools.Internal.Programs.Line(name, arguments);
        if (Failures.FirstOrDefault(one => line.StartsWith(one.Key, StringComparison.Ordinal)) is { Key: not null } failure)
            return new ProgramOutput(1, [], failure.Value);
        if (line.Contains(" show ", StringComparison.Ordinal)) return new ProgramOutput(0, Encoding.ASCII.GetBytes(TimerState), "");
        if (line.StartsWith("id -u ", StringComparison.Ordinal))
            return line.EndsWith("-u root", StringComparison.Ordinal) ? new(0, "0\n"u8.ToArray(), "")
                : line.EndsWith("-u pincheck", StringComparison.Ordinal) ? new(0, "990\n"u8.ToArray(), "") : new(1, [], "no such user");
        if (arguments[^1] == "-l") return Crontab is null ? new(1, [], "no crontab for root") : new(0, Crontab, "");
        if (arguments[^1] == "-" && FailInstall is { } why) return new(1, [], why);
        Runs.Add(line);
        if (arguments[^1] == "-") Crontab = input;
        return new ProgramOutput(0, [], "");
    }
}
