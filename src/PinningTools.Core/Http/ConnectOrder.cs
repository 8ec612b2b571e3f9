using System;
using System.Threading;

namespace PinningTools.Internal;

/// <summary>
/// What one request asks of the connection made for it; connections are shared, so it travels with the request.
/// </summary>
/// <param name="Timeout">The deadline for making the connection.</param>
/// <param name="Cancel">The command's token; the handler's own reaches a connect in progress seconds late.</param>
internal sealed record ConnectOrder(TimeSpan Timeout, CancellationToken Cancel)
{
    /// <summary>The verdict of the connection that the request was written to.</summary>
    internal PinVerdict? Verdict { get; set; }
}
