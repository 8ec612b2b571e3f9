using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>A format of pins. Implementations are stateless.</summary>
internal interface IPinSetFormat
{
    /// <summary>What -Format takes, in PascalCase.</summary>
    string Name { get; }

    bool CanRead { get; }

    bool CanWrite { get; }

    /// <summary>Whether the text looks like this format. Cheap, certain enough, and never throws.</summary>
    bool Detect(FormatText text);

    /// <exception cref="PinningException">The text is not in the format; nothing of it is read.</exception>
    FormatReading Read(FormatText text);

    /// <exception cref="PinningException">The sets cannot be written at all.</exception>
    FormatWriting Write(IReadOnlyList<PinSet> sets, ExportOptions options);
}
