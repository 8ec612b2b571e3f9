namespace PinningTools.Internal;

/// <summary>
/// A file of pin sets in any format that can be read. What it holds is decided by its content alone, and all of it is
/// read or nothing.
/// </summary>
internal sealed partial class PinSetFile
{
    private readonly FormatText _text;

    private PinSetFile(FormatText text, IPinSetFormat format)
    {
        _text = text;
        Format = format;
    }

    internal string Path => _text.Source;

    internal IPinSetFormat Format { get; }

    /// <summary>Whether it is a pin store, which may have a source of further sets.</summary>
    internal bool IsStore => Format is PinStoreFormat;

    /// <summary>Reads a file, with the second one of the formats that need two, and finds its format out.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">The format's name, where it is known.</param>
    /// <param name="hosts">The hosts the pins are for, in the formats that name none.</param>
    /// <exception cref="PinningException">The file cannot be read, or is of no format that can be.</exception>
    internal static PinSetFile Read(string path, string? format = null, HostPattern? hosts = null)
    {
        var text = new FormatText(path, UnicodeFile.Read(path))
        {
            Hosts = hosts,
            Companion = extension => CompanionFile.Read(path, extension),
        };
        IPinSetFormat known = format is null ? PinSetFormats.Detect(text) : PinSetFormats.Get(format);
        return known.CanRead
            ? new PinSetFile(text, known)
            : throw new PinningException(Faults.FormatNotReadable(known.Name));
    }

    /// <summary>The sets of the file itself.</summary>
    /// <exception cref="PinningException">The text is not of the format, or a set must not be used.</exception>
    internal FormatReading Parse()
    {
        FormatReading reading = Format.Read(_text);
        foreach (PinSet set in reading.Sets) PinSetRules.Check(set);
        return reading;
    }
}
