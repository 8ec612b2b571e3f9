using System;
using System.IO;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// The files of a check with a state, side by side: NAME.state.jsonl, NAME.changes.jsonl, NAME.sent.jsonl and the
/// folder NAME.evidence. They are a map of the estate, so only their owner may read them, and files that others can
/// write are not trusted.
/// </summary>
internal sealed class CheckFiles
{
    internal const string Variable = "PINNINGTOOLS_STATE";
    private const string Ending = ".state.jsonl";

    private readonly string _base;

    /// <param name="state">The path of the state, absolute.</param>
    internal CheckFiles(string state)
    {
        State = state;
        string name = Path.GetFileName(state);
        string bare = name.EndsWith(Ending, StringComparison.OrdinalIgnoreCase)
            ? name.Substring(0, name.Length - Ending.Length)
            : Path.GetFileNameWithoutExtension(name);
        Folder = Path.GetDirectoryName(state)!;
        _base = Path.Combine(Folder, bare);
    }

    internal string Folder { get; }

    internal string State { get; }

    internal string Lock => State + ".lock";

    internal string Changes => _base + ".changes.jsonl";

    internal string Sent => _base + ".sent.jsonl";

    internal string Evidence => _base + ".evidence";

    /// <summary>
    /// Whether -State names a check rather than a file; its state is then in the folder for states.
    /// </summary>
    internal static bool IsName(string given) => CheckName.IsValid(given) && given.IndexOf('.') < 0;

    /// <summary>
    /// The path of a check's state: in the folder that PINNINGTOOLS_STATE names, in systemd's STATE_DIRECTORY, or
    /// else in %ProgramData%\PinningTools\NAME on Windows and $XDG_STATE_HOME/pinningtools/NAME elsewhere.
    /// </summary>
    /// <exception cref="PinningException">This account has no folder for states.</exception>
    internal static string Default(string name, Func<string, string?>? variable = null, string? home = null)
    {
        variable ??= Environment.GetEnvironmentVariable;
        // systemd separates several folders with colons.
        string? given = variable(Variable) is { Length: > 0 } named ? named
            : variable("STATE_DIRECTORY") is { Length: > 0 } service ? service.Split(Path.PathSeparator)[0] : null;
        return Path.Combine(given ?? Path.Combine(Root(variable, home ?? HomeOfUser()), name), name + Ending);
    }

    private static string Root(Func<string, string?> variable, string home)
    {
        if (FileSharing.IsWindows)
        {
            return Path.Combine(
                home.Length > 0 ? home : throw new PinningException(Faults.PinCheckNoStateFolder()), "PinningTools");
        }

        string state = variable("XDG_STATE_HOME") is { Length: > 0 } set && Path.IsPathRooted(set) ? set
            : home.Length > 0 ? Path.Combine(home, ".local", "state")
            : throw new PinningException(Faults.PinCheckNoStateFolder());
        return Path.Combine(state, "pinningtools");
    }

    /// <summary>
    /// Empty for an account without a home folder; on Windows the folder for program data of the machine.
    /// </summary>
    private static string HomeOfUser() => FileSharing.IsWindows
        ? Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData)
        : Environment.GetFolderPath(
            Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);

    /// <summary>Creates the folder, if it is missing, for its owner alone.</summary>
    /// <exception cref="PinningException">The folder cannot be created, or others can write to it.</exception>
    internal void Prepare()
    {
        OwnerOnlyFolder.Create(Folder);
        CheckRights.RequireFolder(Folder);
        foreach (string file in new[] { State, Changes, Sent }.Where(Presence.Exists)) CheckRights.RequireFile(file);
    }
}
