using System.IO;

namespace PinningTools.Internal;

/// <summary>
/// Whether only trusted accounts can have written a copy of a published store: the current user, root, or the owner of
/// the store that names the source, who decides anyway which keys are trusted.
/// </summary>
internal static class CopyRights
{
    /// <summary>Whether the rights of files can be read; they cannot on Windows.</summary>
    internal static bool CanBeTold => UnixFile.IsAvailable;

    /// <summary>Why a copy does not count, or null.</summary>
    /// <param name="copy">The copy, which is there.</param>
    /// <param name="store">The store that names the source.</param>
    internal static CopyFault? WhyNot(string copy, string store)
    {
        if (!CanBeTold || UnixFile.Read(copy, followsLinks: false) is not { } facts) return null;
        if (facts.Kind != UnixFileKind.Regular)
            return new("It is not a regular file.", "Remove it.");
        return WhyNot(facts, copy, store) ?? WhyNotFolder(copy, store);
    }

    /// <summary>Why none in its folder would count, or null.</summary>
    internal static CopyFault? WhyNotFolder(string copy, string store)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(copy))!;
        return CanBeTold && UnixFile.Read(folder, followsLinks: true) is { } facts ? WhyNot(facts, folder, store) : null;
    }

    private static CopyFault? WhyNot(UnixFileFacts facts, string path, string store)
    {
        bool isFolder = facts.Kind == UnixFileKind.Folder;
        string what = isFolder ? $"its folder '{path}'" : "it";
        bool isOwners = facts.Owner == 0 || facts.Owner == UnixFile.CurrentUser
            || facts.Owner == UnixFile.Read(store, followsLinks: true)?.Owner;
        if (!isOwners)
            return new(
                $"{Upper(what)} belongs to another account (user {facts.Owner}).",
                isFolder ? "Keep the store in a folder that belongs to you or to root." : "Remove it.");
        if (facts.IsWorldWritable) return new($"Every account may write to {what}.", Forbid("o-w", path));
        string whose = isFolder ? $"The group of {what}" : "Its group";
        return facts.IsGroupWritable ? new($"{whose} may write to it.", Forbid("g-w", path)) : null;
    }

    private static string Forbid(string change, string path) => $"chmod {change} {CommandText.Quote(path)}";

    private static string Upper(string text) => char.ToUpperInvariant(text[0]) + text.Substring(1);
}

/// <summary>What is wrong with the place of a copy, and what to do.</summary>
internal sealed record CopyFault(string What, string Fix);
