using System;
using System.Text;

namespace PinningTools.Internal;

/// <summary>The encodings by their names in a content type.</summary>
internal static class Charsets
{
    private const int Utf7 = 65000;

    /// <summary>
    /// UTF-7 is off everywhere: plain letters in it can decode to markup and quotation marks, and .NET Framework still
    /// supports it.
    /// </summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    /// <exception cref="NotSupportedException">It is known but turned off.</exception>
    internal static Encoding Get(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        return encoding.CodePage == Utf7 ? throw new NotSupportedException(name) : encoding;
    }
}
