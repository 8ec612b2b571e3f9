using System;
using System.Collections.Generic;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>
/// Writes pin records, all of them or those of one role, and an error for each item without one.
/// </summary>
/// <param name="cmdlet">The command.</param>
/// <param name="pump">The pump of the command.</param>
/// <param name="role">The role, or All.</param>
/// <param name="password">The password for encrypted items.</param>
internal sealed class PinRecordWriter(Cmdlet cmdlet, CmdletPump pump, string role, KeyPassword password)
{
    /// <exception cref="PinningException">It contains no such item.</exception>
    internal void Write(CertificateArgument certificate) => Write(certificate.Read(password, Report));

    /// <exception cref="PinningException">The file cannot be opened or contains no such item.</exception>
    internal void WriteFile(string path) => Write(KeyFile.ReadRecords(path, password, Report));

    internal void Report(Fault fault) => cmdlet.WriteError(FaultRecord.From(fault));

    private void Write(IEnumerable<PinRecord> records)
    {
        foreach (PinRecord record in records)
        {
            if (pump.IsStopping) return;
            if (IsWanted(record)) cmdlet.WriteObject(record);
        }
    }

    /// <summary>
    /// May be called from any thread. The records of a host are written together, so that those of hosts that respond
    /// at the same time do not mix.
    /// </summary>
    internal void Post(PresentedPins pins)
    {
        if (pins.Warning is { } warning) pump.Warning(warning);
        pump.Post(() => Write(pins.Records));
    }

    private bool IsWanted(PinRecord record) =>
        role.Equals("All", StringComparison.OrdinalIgnoreCase)
        || record.Role.ToString().Equals(role, StringComparison.OrdinalIgnoreCase);
}
