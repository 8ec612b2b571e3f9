using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>A form in which pins travel. Implementations keep no state.</summary>
internal interface IPinSetFormat
{
    /// <summary>What -Format takes, in PascalCase.</summary>
    string Name { get; }

    bool CanRead { get; }

    bool CanWrite { get; }

    /// <summary>Whether the text looks like this format. Cheap, certain enough, and never throws.</summary>
    bool Detect(FormatText text);

    /// <exception cref="PinningException">The text is not of the format; nothing is taken of it.</exception>
    FormatReading Read(FormatText text);

    /// <exception cref="PinningException">The sets cannot be written at all.</exception>
    FormatWriting Write(IReadOnlyList<PinSet> sets, ExportOptions options);
}
