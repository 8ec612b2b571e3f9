using System;
using System.Collections.Generic;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>
/// Writes pin records, those of one role alone where that is wanted; what has none is an error beside them.
/// </summary>
/// <param name="cmdlet">Who writes.</param>
/// <param name="pump">The command's.</param>
/// <param name="role">The role, or All.</param>
/// <param name="password">For what is encrypted.</param>
internal sealed class PinRecordWriter(Cmdlet cmdlet, CmdletPump pump, string role, KeyPassword password)
{
    /// <exception cref="PinningException">There is nothing of the kind in it.</exception>
    internal void Write(CertificateArgument certificate) => Write(certificate.Read(password, Report));

    /// <exception cref="PinningException">The file cannot be opened or holds nothing of the kind.</exception>
    internal void WriteFile(string path) => Write(PinRecords.Read(path, password, Report));

    internal void Report(Fault fault) => cmdlet.WriteError(FaultRecord.From(fault));

    private void Write(IEnumerable<PinRecord> records)
    {
        foreach (PinRecord record in records)
        {
            if (pump.Stopping) return;
            if (IsWanted(record)) cmdlet.WriteObject(record);
        }
    }

    /// <summary>
    /// From any thread. All that a host shows is written together, so that the records of hosts that answer at once do
    /// not mix.
    /// </summary>
    internal void Post(HostPins pins)
    {
        if (pins.Warning is { } warning) pump.Warning(warning);
        pump.Post(() => Write(pins.Records));
    }

    private bool IsWanted(PinRecord record) =>
        role.Equals("All", StringComparison.OrdinalIgnoreCase)
        || record.Role.ToString().Equals(role, StringComparison.OrdinalIgnoreCase);
}
