using System;
using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>What a file is to contain, and what may happen to its present content.</summary>
internal sealed record PinSetExport
{
    /// <summary>The file.</summary>
    internal string Path { get; init; } = "";

    /// <summary>The format as the user named it.</summary>
    internal string FormatName { get; init; } = PinStoreFormat.StoreName;

    internal ExportOptions Options { get; init; } = new();

    internal IReadOnlyList<PinSet> Sets { get; init; } = [];

    /// <summary>Whether the present content of the file is kept.</summary>
    internal bool Append { get; init; }

    /// <summary>
    /// Whether sets may be replaced by others with the same patterns and, if the content is not kept, whether other
    /// content may be lost.
    /// </summary>
    internal bool Force { get; init; }

    /// <summary>Whether an existing file is left unchanged.</summary>
    internal bool NoClobber { get; init; }

    /// <summary>Whether nothing is written if the format cannot express everything.</summary>
    internal bool Strict { get; init; }

    internal IPinSetFormat Format => PinSetFormats.Get(FormatName);

    internal bool IsStore => Format is PinStoreFormat;

    /// <summary>The text in place of a file, and what is lost in it.</summary>
    /// <exception cref="PinningException">The sets cannot be written, or not without a loss that is not wanted.</exception>
    internal FormatWriting Write(IReadOnlyList<PinSet> sets)
    {
        FormatWriting writing = Format.Write(sets, Options);
        return Strict && writing.Losses.Count > 0
            ? throw new PinningException(Faults.FormatLoses(FormatName, writing.Losses))
            : writing;
    }

    /// <summary>The same export with what a format says of itself, where the format has a place for that.</summary>
    /// <param name="maxAgeDays">How long clients remember the pins; null if no one said.</param>
    /// <param name="validUntil">Until when a published store may be used; null if no one said.</param>
    /// <exception cref="PinningException">The format cannot be written, or has no place for one of them.</exception>
    internal PinSetExport With(int? maxAgeDays, DateTime? validUntil)
    {
        IPinSetFormat format = Format;
        if (!format.CanWrite) throw new PinningException(Faults.FormatNotWritable(format.Name));
        if (maxAgeDays is not null && format is not HpkpFormat)
            throw new PinningException(Faults.FormatHasNoMaxAge(format.Name));
        if (validUntil is not null && !IsStore) throw new PinningException(Faults.FormatHasNoValidUntil(format.Name));
        if (validUntil is { } end && UtcDate.Truncate(end) <= UtcDate.Now)
            throw new PinningException(Faults.ValidUntilPast(end));
        return this with
        {
            Options = new ExportOptions
            {
                MaxAge = TimeSpan.FromDays(maxAgeDays ?? ExportOptions.UsualMaxAgeDays), ValidUntil = validUntil,
            },
        };
    }
}
