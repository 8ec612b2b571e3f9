using System;
using System.IO;

namespace PinningTools.Internal;

/// <summary>
/// Whether there is something at a path, be it no file. What lies in a folder that may not be searched is not absent:
/// nobody knows whether it is there, and that is told.
/// </summary>
internal static class Presence
{
    private const string Advice =
        "Whether it is there is not known: check the permissions of each folder that leads to it (x on Unix).";

    /// <exception cref="PinningException">It cannot be told.</exception>
    internal static bool Exists(string path)
    {
        try
        {
            _ = File.GetAttributes(path);
            return true;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception error) when (WriteError.Is(error) || error is ArgumentException)
        {
            throw new PinningException(Faults.FileUnreadable(path, error.Message, Advice), error);
        }
    }
}
