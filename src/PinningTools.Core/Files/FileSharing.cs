using System;
using System.Diagnostics;
using System.IO;
using System.Threading;

namespace PinningTools.Internal;

/// <summary>
/// Waits a moment for a file that another program has open. On Windows an editor, a backup program or a scanner holds a
/// file for some milliseconds, and replacing it then fails.
/// </summary>
internal static class FileSharing
{
    /// <summary>The file to be replaced could not be removed, or could not be replaced.</summary>
    private const int UnableToRemoveReplaced = unchecked((int)0x80070497);
    private const int UnableToMoveReplacement = unchecked((int)0x80070498);

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_shortPatience = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Runs an action, and repeats it for about a second while another program holds the file.</summary>
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
                // A sharing violation leaves both files unchanged.
            }
        }
    }

    /// <summary>Repeats an attempt for half a second, until it succeeds; returns whether it did.</summary>
    internal static bool SucceedsSoon(Func<bool> attempt)
    {
        for (var watch = Stopwatch.StartNew(); ; Thread.Sleep(s_pause))
        {
            if (attempt()) return true;
            if (watch.Elapsed >= s_shortPatience) return false;
        }
    }

    internal static bool IsWindows { get; } = Path.DirectorySeparatorChar == '\\';

    /// <summary>Moving a file onto an open file is reported as access denied, like missing permissions.</summary>
    private static bool IsHeld(Exception error, bool isWindows) => error switch
    {
        UnauthorizedAccessException => isWindows,
        IOException => error.HResult is FileLock.SharingViolation or FileLock.LockViolation or UnableToRemoveReplaced
            or UnableToMoveReplacement,
        _ => false,
    };
}
