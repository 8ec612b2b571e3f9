using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.IO;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>
/// Paths as PowerShell means them: resolved against the current location, with wildcards where they are meant.
/// </summary>
internal static class PathReader
{
    /// <summary>
    /// The files a path names. A path with brackets that matches nothing but is the very name of a file names that
    /// file.
    /// </summary>
    /// <exception cref="PinningException">It names nothing, or is not in the file system.</exception>
    internal static IReadOnlyList<string> Resolve(PSCmdlet cmdlet, string path, bool literal)
    {
        if (IsPlain(path)) return [Path.GetFullPath(path)];
        try
        {
            PathIntrinsics paths = cmdlet.SessionState.Path;
            ProviderInfo provider;
            string exact = paths.GetUnresolvedProviderPathFromPSPath(path, out provider, out _);
            if (provider.Name != "FileSystem") throw new PinningException(Faults.NotAFile(path));
            bool isPattern = WildcardPattern.ContainsWildcardCharacters(path) || path.IndexOf('`') >= 0;
            if (literal || !isPattern) return [exact];
            Collection<string> found = Matches(paths, path);
            return found.Count > 0 ? found
                : Presence.Exists(exact) ? [exact]
                : throw new PinningException(Faults.FileNotFound(path));
        }
        catch (Exception error) when (error is ItemNotFoundException or ProviderNotFoundException
            or System.Management.Automation.DriveNotFoundException)
        {
            throw new PinningException(Faults.FileNotFound(path), error);
        }
    }

    /// <summary>
    /// An absolute path of Unix leads to the root of the file system from every drive. The engine would read the table
    /// of mounted file systems for it, at every call of a script that names the same anchor a thousand times.
    /// </summary>
    private static bool IsPlain(string path) =>
        Path.DirectorySeparatorChar == '/' && path.StartsWith("/", StringComparison.Ordinal)
        && path.IndexOfAny([':', '\\', '`']) < 0 && !WildcardPattern.ContainsWildcardCharacters(path);

    private static Collection<string> Matches(PathIntrinsics paths, string path)
    {
        try
        {
            return paths.GetResolvedProviderPathFromPSPath(path, out _);
        }
        catch (ItemNotFoundException)
        {
            return [];
        }
    }
}
