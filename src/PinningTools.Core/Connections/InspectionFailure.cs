using System;

namespace PinningTools.Internal;

/// <summary>An inspection that did not come to a certificate.</summary>
internal sealed class InspectionFailure(VerdictReason reason, string message, Exception? inner = null)
    : Exception(message, inner)
{
    internal VerdictReason Reason { get; } = reason;

    /// <summary>The alert that the server sent or caused, if there was one.</summary>
    internal int? Alert { get; set; }
}
