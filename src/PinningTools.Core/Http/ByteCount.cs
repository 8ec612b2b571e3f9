using System.Globalization;

namespace PinningTools.Internal;

/// <summary>Formats numbers of bytes for people.</summary>
internal static class ByteCount
{
    private const double Step = 1024;
    private static readonly string[] s_units = ["B", "KB", "MB", "GB", "TB"];

    /// <summary>Such as 9.77 KB.</summary>
    /// <param name="bytes">The number.</param>
    /// <param name="format">The format of the number before the unit.</param>
    internal static string Describe(long bytes, string format)
    {
        double size = bytes;
        int unit = 0;
        for (; size >= Step && unit < s_units.Length - 1; unit++) size /= Step;
        return $"{size.ToString(format, CultureInfo.CurrentCulture)} {s_units[unit]}";
    }
}
