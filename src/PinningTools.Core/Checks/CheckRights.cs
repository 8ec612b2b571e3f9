using System.IO;

namespace PinningTools.Internal;

/// <summary>
/// Whether a list, a state or a folder of them can only be as it is because somebody made it so who may: this account or
/// root. Where rights of files are not told, as on Windows, its folders are made with a list of their own.
/// </summary>
internal static class CheckRights
{
    /// <exception cref="PinningException">It belongs to another account, or others may write it.</exception>
    internal static void RequireFile(string path)
    {
        if (!UnixFile.IsAvailable || UnixFile.Of(path, followsLinks: true) is not { } facts) return;
        Require(path, facts, "It");
    }

    /// <exception cref="PinningException">It belongs to another account, or others may write to it.</exception>
    internal static void RequireFolder(string path)
    {
        if (!UnixFile.IsAvailable || UnixFile.Of(path, followsLinks: true) is not { } facts) return;
        Require(path, facts, "The folder");
    }

    /// <summary>Of a list: the file and its folder, in which another could be put in its place.</summary>
    /// <exception cref="PinningException">Others may change it.</exception>
    internal static void RequireList(string path)
    {
        RequireFile(path);
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { Length: > 0 } folder) RequireFolder(folder);
    }

    private static void Require(string path, UnixFileFacts facts, string what)
    {
        if (facts.Owner != 0 && facts.Owner != UnixFile.CurrentUser)
            throw Refused(path, $"{what} belongs to another account (user {facts.Owner}).", "chown root");
        if (facts.IsWorldWritable) throw Refused(path, $"Every account may write {Object(what)}.", "chmod o-w");
        if (facts.IsGroupWritable) throw Refused(path, $"Its group may write {Object(what)}.", "chmod g-w");
    }

    private static string Object(string what) => what == "It" ? "it" : "to the folder";

    private static PinningException Refused(string path, string what, string command) =>
        new(Faults.PinCheckOpenToOthers(path, what, $"{command} {CommandText.Quote(path)}"));
}
