using System;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// What Windows does not take for the name of a file as it is written: names of devices, with any extension, a dot or a
/// space at the end, which it drops, and a colon, behind which a file has a stream that no one sees.
/// </summary>
internal static class WindowsFileName
{
    private static readonly string[] s_devices = ["CON", "PRN", "AUX", "NUL", "CLOCK$", "CONIN$", "CONOUT$"];
    private static readonly char[] s_separators = ['/', '\\'];

    /// <summary>Why the path's file would not be the one that is named, or null.</summary>
    internal static string? WhyNot(string path)
    {
        string name = path.Substring(path.LastIndexOfAny(s_separators) + 1);
        if (name.Length > 1 && name[1] == ':' && name.Length == path.Length) name = name.Substring(2);
        if (IsDevice(name)) return $"'{name}' is a device name on Windows.";
        if (name.EndsWith(".", StringComparison.Ordinal) || name.EndsWith(" ", StringComparison.Ordinal))
            return "It ends in a dot or a space, which Windows removes.";
        return name.IndexOf(':') >= 0 ? "On Windows a colon names a hidden stream of the file." : null;
    }

    /// <summary>The name, or one like it where Windows has a device of that name.</summary>
    internal static string Safe(string name) => IsDevice(name) ? "_" + name : name;

    private static bool IsDevice(string name)
    {
        string bare = name.Split('.', ':')[0].TrimEnd(' ').ToUpperInvariant();
        if (s_devices.Contains(bare)) return true;
        bool isPort = bare.StartsWith("COM", StringComparison.Ordinal) || bare.StartsWith("LPT", StringComparison.Ordinal);
        return isPort && bare.Length == 4 && bare[3] is (>= '0' and <= '9') or '¹' or '²' or '³';
    }
}
