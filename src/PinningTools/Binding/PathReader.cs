using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>
/// Paths as PowerShell means them: resolved against the current location, with wildcards where they are meant.
/// </summary>
internal static class PathReader
{
    /// <summary>
    /// The files a path names; a wildcard that names none gives none, a plain path that is not there is a fault.
    /// </summary>
    /// <exception cref="PinningException">The path does not exist, or is not in the file system.</exception>
    internal static IReadOnlyList<string> Resolve(PSCmdlet cmdlet, string path, bool literal)
    {
        try
        {
            PathIntrinsics paths = cmdlet.SessionState.Path;
            ProviderInfo provider;
            IReadOnlyList<string> found = literal || !WildcardPattern.ContainsWildcardCharacters(path)
                ? [paths.GetUnresolvedProviderPathFromPSPath(path, out provider, out _)]
                : paths.GetResolvedProviderPathFromPSPath(path, out provider);
            return provider.Name == "FileSystem" ? found : throw new PinningException(Faults.NotAFile(path));
        }
        catch (System.Exception error)
            when (error is ItemNotFoundException or DriveNotFoundException or ProviderNotFoundException)
        {
            throw new PinningException(Faults.FileNotFound(path), error);
        }
    }
}
