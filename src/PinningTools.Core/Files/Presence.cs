using System;
using System.IO;

namespace PinningTools.Internal;

/// <summary>
/// Whether something exists at a path, even if it is not a file. A file in a folder that may not be searched is not
/// absent: it is not known whether it exists, and this is reported.
/// </summary>
internal static class Presence
{
    private const string Advice =
        "It is not known whether the file exists. Check the permissions of each folder on its path (x on Unix).";

    /// <exception cref="PinningException">It is not known whether it exists.</exception>
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
