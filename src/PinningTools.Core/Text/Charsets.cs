using System;
using System.Text;

namespace PinningTools.Internal;

/// <summary>The encodings by the names of a content type.</summary>
internal static class Charsets
{
    private const int Utf7 = 65000;

    /// <summary>
    /// UTF-7 is off everywhere: in it plain letters are markup and quotes to whoever reads them so, and .NET Framework
    /// still knows it.
    /// </summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    /// <exception cref="NotSupportedException">It is known and switched off.</exception>
    internal static Encoding Get(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        return encoding.CodePage == Utf7 ? throw new NotSupportedException(name) : encoding;
    }
}
