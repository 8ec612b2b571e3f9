using System.Collections.Generic;
#if NET
using System;
using System.IO;
#endif

namespace PinningTools.Internal;

/// <summary>Rules about a store as a whole, and about its file.</summary>
internal static class StoreRules
{
    internal static IEnumerable<PinSetFinding> Find(PinStore store, string path) =>
    [
        .. UnknownMembers.Of(store.Unknown, PinStoreJson.Members, path),
        .. UnknownMembers.Of(store.Source?.Unknown, StoreSource.Members, path),
        .. Writable(path),
    ];

#if NET
    /// <summary>Who may write the store decides which keys are trusted.</summary>
    private static IEnumerable<PinSetFinding> Writable(string path)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path)) yield break;
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        UnixFileMode folderMode = File.GetUnixFileMode(folder);
        string? open = (File.GetUnixFileMode(path) & UnixFileMode.OtherWrite) != 0 ? path
            // In a sticky folder nobody puts another file in the place of somebody's own.
            : (folderMode & UnixFileMode.OtherWrite) != 0 && (folderMode & UnixFileMode.StickyBit) == 0 ? folder : null;
        if (open is not null)
            yield return new("OthersMayWrite", FindingSeverity.Warning, path,
                $"Every account may write '{open}', and so decide which keys are trusted.", $"chmod o-w '{open}'");
    }
#else
    /// <summary>The rights of files are not told on .NET Framework.</summary>
    private static IEnumerable<PinSetFinding> Writable(string path) => [];
#endif
}
