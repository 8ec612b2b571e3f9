using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>One thing that is done to the system.</summary>
/// <param name="Shown">What is done, with the whole text of a file; -WhatIf shows it.</param>
/// <param name="Act">Does it.</param>
internal sealed record ScheduleStep(string Shown, Action Act)
{
    /// <summary>The first line, for a message.</summary>
    internal string Title => Shown.Split('\n')[0].TrimEnd(':');

    internal static ScheduleStep Run(IPrograms programs, string program, string[] arguments, byte[]? input = null, string shown = "") =>
        new($"Run: {Programs.Line(program, arguments)}{shown}", () =>
        {
            ProgramOutput output = programs.Run(program, arguments, input);
            if (output.ExitCode != 0)
                throw new PinningException(Faults.ScheduleProgramFailed(
                    Programs.Line(program, arguments),
                    $"it ended with exit code {output.ExitCode}{(output.Errors.Length > 0 ? ": " + output.Errors : "")}"));
        });

    /// <summary>The step that writes a generated file; none if the file has this text.</summary>
    /// <exception cref="PinningException">The file was edited or is not ours, and may not be overwritten.</exception>
    internal static IEnumerable<ScheduleStep> Write(string path, CheckSchedule schedule, string text, bool isOpen)
    {
        GeneratedFileState state = GeneratedFile.Compare(path, schedule.Name, text);
        if (state == GeneratedFileState.Same) return [];
        bool isOurs = state is GeneratedFileState.Missing or GeneratedFileState.Unedited;
        if (!isOurs && !schedule.Force)
            throw new PinningException(state == GeneratedFileState.Edited ? Faults.ScheduleFileEdited(path) : Faults.ScheduleFileForeign(path));
        string kept = isOurs ? "" : $", and keep the file that is there as {path}.old";
        return
        [
            new ScheduleStep($"Write the file {path}{kept}:\n{text}", () =>
            {
                Folder(Path.GetDirectoryName(path)!, isOpen);
                if (!isOurs) File.Copy(path, path + ".old", overwrite: true);
                AtomicFile.WriteOwn(path, text);
                // Whatever the umask is: a service that is another account reads it.
                if (UnixFile.IsAvailable) UnixFile.SetPermissions(path, isOpen ? 0x1A4 : 0x180);
            }),
        ];
    }

    internal static IEnumerable<ScheduleStep> Delete(string path) => !Presence.Exists(path) ? [] :
    [
        new ScheduleStep($"Delete the file {path}", () =>
        {
            File.Delete(path);
            string folder = Path.GetDirectoryName(path)!;
            if (Path.GetFileName(folder) is "pincheck" && !Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
        }),
    ];

    /// <summary>The folder for scripts: everyone may read one of the machine's.</summary>
    private static void Folder(string path, bool isOpen)
    {
        if (Presence.Exists(path)) return;
        OwnerOnlyFolder.Create(path);
        if (isOpen && UnixFile.IsAvailable) UnixFile.SetPermissions(path, 0x1ED);
    }
}
