using System;
using System.Diagnostics;
using System.IO;
using System.Threading;

namespace PinningTools.Internal;

/// <summary>
/// Waits a moment for a file that another program has open. On Windows an editor, a backup or a scanner holds a file
/// for some milliseconds, and whoever replaces it then is refused.
/// </summary>
internal static class FileSharing
{
    /// <summary>Of the file that is replaced: it could not be removed, or nothing could be put in its place.</summary>
    private const int UnableToRemoveReplaced = unchecked((int)0x80070497);
    private const int UnableToMoveReplacement = unchecked((int)0x80070498);

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Does it, again while somebody holds the file, for about a second.</summary>
    internal static void Retry(Action action) => Retry(action, IsWindows);

    internal static void Retry(Action action, bool isWindows)
    {
        for (var watch = Stopwatch.StartNew(); ; Thread.Sleep(s_pause))
        {
            try
            {
                action();
                return;
            }
            catch (Exception error) when (IsHeld(error, isWindows) && watch.Elapsed < s_patience)
            {
                // A sharing violation leaves both files as they are.
            }
        }
    }

    internal static bool IsWindows { get; } = Path.DirectorySeparatorChar == '\\';

    /// <summary>To move something onto an open file is told as a denied access, as missing rights are.</summary>
    private static bool IsHeld(Exception error, bool isWindows) => error switch
    {
        UnauthorizedAccessException => isWindows,
        IOException => error.HResult is FileLock.SharingViolation or FileLock.LockViolation or UnableToRemoveReplaced
            or UnableToMoveReplacement,
        _ => false,
    };
}
