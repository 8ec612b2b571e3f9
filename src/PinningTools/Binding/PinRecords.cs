using System;

namespace PinningTools.Internal;

/// <summary>Pin records out of the items of a file.</summary>
internal static class PinRecords
{
    /// <summary>The record, or null for a block that could not be read, which is reported.</summary>
    internal static PinRecord? From(KeyFileItem item, string? path, Action<Fault> report)
    {
        if (item.Holder is { } holder) return new PinRecord(holder) { Position = item.Index, Path = path };
        report(item.Fault!);
        return null;
    }
}
