using System.IO;

namespace PinningTools.Internal;

/// <summary>
/// Requires that only this account or root can change a list, a state or the folder of one. Where file permissions
/// cannot be read, as on Windows, the folders are created with an access list of their own.
/// </summary>
internal static class CheckRights
{
    /// <exception cref="PinningException">The file belongs to another account, or others can write to it.</exception>
    internal static void RequireFile(string path)
    {
        if (!UnixFile.IsAvailable || UnixFile.Read(path, followsLinks: true) is not { } facts) return;
        Require(path, facts, "it");
    }

    /// <exception cref="PinningException">The folder belongs to another account, or others can write to it.</exception>
    internal static void RequireFolder(string path)
    {
        if (!UnixFile.IsAvailable || UnixFile.Read(path, followsLinks: true) is not { } facts) return;
        Require(path, facts, "the folder");
    }

    /// <summary>Checks a list and its folder, because in the folder the list could be replaced.</summary>
    /// <exception cref="PinningException">Others can change the list.</exception>
    internal static void RequireList(string path)
    {
        RequireFile(path);
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { Length: > 0 } folder) RequireFolder(folder);
    }

    private static void Require(string path, UnixFileFacts facts, string what)
    {
        if (facts.Owner != 0 && facts.Owner != UnixFile.CurrentUser)
            throw Refused(path, $"{what} belongs to another account (user {facts.Owner})", "chown root");
        if (facts.IsWorldWritable) throw Refused(path, $"every account can write to {what}", "chmod o-w");
        if (facts.IsGroupWritable) throw Refused(path, $"its group can write to {what}", "chmod g-w");
    }

    private static PinningException Refused(string path, string what, string command) =>
        new(Faults.PinCheckOpenToOthers(path, what, $"{command} {CommandText.Quote(path)}"));
}
