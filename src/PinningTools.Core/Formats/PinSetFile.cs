using System;
using System.IO;

namespace PinningTools.Internal;

/// <summary>
/// A file of pin sets in any readable format. Its format is determined only by its content, and either everything or
/// nothing is read.
/// </summary>
internal sealed partial class PinSetFile
{
    private readonly FormatText _text;

    private PinSetFile(FormatText text, IPinSetFormat format)
    {
        _text = text;
        Format = format;
    }

    internal IPinSetFormat Format { get; }

    /// <summary>Whether it is a pin store, which may have a source of further sets.</summary>
    internal bool IsStore => Format is PinStoreFormat;

    /// <summary>Reads a file, and the second file of a format that needs two, and detects its format.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">The format's name, if it is known.</param>
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

/// <summary>The second file of the formats that need two: of the same name with another extension.</summary>
internal static class CompanionFile
{
    /// <summary>Chromium's own pair is x_pins.json and x.pins.</summary>
    private const string Suffix = "_pins";

    internal static string PathOf(string path, string extension) => Path.ChangeExtension(path, extension);

    /// <summary>Its text, or null if it does not exist.</summary>
    /// <exception cref="PinningException">It cannot be read.</exception>
    internal static string? Read(string path, string extension)
    {
        string beside = PathOf(path, extension);
        string stem = Path.GetFileNameWithoutExtension(path);
        if (!Presence.Exists(beside) && stem.EndsWith(Suffix, StringComparison.Ordinal))
            beside = Path.Combine(
                Path.GetDirectoryName(path) ?? "", stem.Substring(0, stem.Length - Suffix.Length) + extension);
        return Presence.Exists(beside) ? UnicodeFile.Read(beside) : null;
    }
}
