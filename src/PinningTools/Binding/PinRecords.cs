using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>Pin records out of the items of a file.</summary>
internal static class PinRecords
{
    /// <summary>The records of a file.</summary>
    /// <exception cref="PinningException">The file cannot be opened or holds nothing of the kind.</exception>
    internal static IEnumerable<PinRecord> Read(string path, KeyPassword password, Action<Fault> report) =>
        KeyFile.Read(path, password).Select(item => From(item, path, report)).OfType<PinRecord>();

    /// <summary>The record, or null for a block that could not be read, which is reported.</summary>
    internal static PinRecord? From(CertificateItem item, string? path, Action<Fault> report)
    {
        if (item.Holder is { } holder) return new PinRecord(holder) { Position = item.Index, Path = path };
        report(item.Fault!);
        return null;
    }
}
