using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.IO;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>
/// Resolves paths as PowerShell does: against the current location, with wildcards if they are allowed.
/// </summary>
internal static class PathReader
{
    /// <summary>
    /// The files a path names. If a path with brackets matches nothing but is exactly the name of a file, it names that
    /// file.
    /// </summary>
    /// <exception cref="PinningException">It does not match anything, or is not in the file system.</exception>
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
    /// An absolute Unix path starts at the root of the file system, on every drive. The engine would read the table
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
