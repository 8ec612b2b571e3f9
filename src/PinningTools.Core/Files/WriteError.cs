using System;
using System.IO;

namespace PinningTools.Internal;

/// <summary>
/// The reasons why the system cannot write a file: no room (ENOSPC, EDQUOT), a file that may not grow further (EFBIG), a
/// read-only file system (EROFS), a broken disk (EIO), no permission. All code that writes files uses this class, so that
/// none of these becomes a raw exception.
/// </summary>
internal static class WriteError
{
    /// <summary>
    /// Whether an exception says so. Of a file that may grow no further .NET says that an argument is wrong, and of a
    /// path that Windows takes for none, that it is not supported.
    /// </summary>
    internal static bool Is(Exception error) =>
        error is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException or NotSupportedException;

    /// <summary>What it says, for people.</summary>
    internal static string Why(Exception error) => error is ArgumentOutOfRangeException
        ? "It would exceed the file size limit of the file system or of this process."
        : error.Message;
}
