using System;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>Carries a finished error record from the work to the pipeline thread.</summary>
internal sealed class ErrorRecordException(ErrorRecord record) : Exception(record.Exception.Message, record.Exception)
{
    internal ErrorRecord Record { get; } = record;
}
