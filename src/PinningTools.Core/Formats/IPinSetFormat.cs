using System;
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

/// <summary>The result of an import: a complete text or, with an exception, nothing.</summary>
/// <param name="sets">The pin sets in the order of the text.</param>
/// <param name="losses">A sentence for each part of the text that a pin set cannot express.</param>
internal sealed class FormatReading(IReadOnlyList<PinSet> sets, IReadOnlyList<string> losses)
{
    internal IReadOnlyList<PinSet> Sets { get; } = sets;

    internal IReadOnlyList<string> Losses { get; } = losses;
}

/// <summary>The result of an export.</summary>
/// <param name="content">The text.</param>
/// <param name="losses">A sentence for each part of the pin sets that the format cannot express.</param>
internal sealed class FormatWriting(string content, IReadOnlyList<string> losses)
{
    internal string Content { get; } = content;

    internal IReadOnlyList<string> Losses { get; } = losses;

    /// <summary>
    /// The extension of the second file that the format needs beside the first, and its text; null for most.
    /// </summary>
    internal (string Extension, string Content)? Companion { get; init; }
}

/// <summary>The values of an export that are not in a pin set.</summary>
internal sealed record ExportOptions
{
    /// <summary>The maximum in browsers that still support HPKP (RFC 7469 section 4.1).</summary>
    internal const int UsualMaxAgeDays = 60;

    /// <summary>When the list was made, in UTC.</summary>
    internal DateTime Now { get; init; } = UtcDate.Now;

    /// <summary>How long clients remember the pins after each visit, for a format that has this value.</summary>
    internal TimeSpan MaxAge { get; init; } = TimeSpan.FromDays(UsualMaxAgeDays);

    /// <summary>
    /// Until when a published store may be used; null if it is not published, or if the date does not change.
    /// </summary>
    internal DateTime? ValidUntil { get; init; }
}
