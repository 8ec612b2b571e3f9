using System;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>Converts faults to error records; this is the only place that does.</summary>
internal static class FaultRecord
{
    internal static ErrorRecord From(PinningException error) =>
        Make(error, error.Fault, (error as PinRefusedException)?.Verdict);

    internal static ErrorRecord From(Fault fault) => Make(new PinningException(fault), fault, null);

    private static ErrorRecord Make(Exception exception, Fault fault, PinVerdict? verdict)
    {
        var record = new ErrorRecord(exception, fault.Id, Category(fault.Kind), verdict ?? fault.Target)
        {
            ErrorDetails = new ErrorDetails(fault.Message) { RecommendedAction = fault.Advice },
        };
        // The target stays as it is; its name is shown.
        record.CategoryInfo.TargetName = TerminalText.Printable(record.CategoryInfo.TargetName);
        return record;
    }

    private static ErrorCategory Category(FaultKind kind) => kind switch
    {
        FaultKind.InvalidArgument => ErrorCategory.InvalidArgument,
        FaultKind.NotFound => ErrorCategory.ObjectNotFound,
        FaultKind.InvalidData => ErrorCategory.InvalidData,
        FaultKind.Security => ErrorCategory.SecurityError,
        FaultKind.Connection => ErrorCategory.ConnectionError,
        FaultKind.Timeout => ErrorCategory.OperationTimeout,
        FaultKind.Permission => ErrorCategory.PermissionDenied,
        FaultKind.NotSupported => ErrorCategory.NotImplemented,
        _ => ErrorCategory.NotSpecified,
    };
}
