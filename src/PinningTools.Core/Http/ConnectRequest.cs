using System;
using System.Threading;

namespace PinningTools.Internal;

/// <summary>What one request asks of the connection made for it.</summary>
/// <param name="Timeout">The deadline for making the connection.</param>
/// <param name="Cancel">The command's token; the handler's own reaches a connect in progress seconds late.</param>
internal sealed record ConnectRequest(TimeSpan Timeout, CancellationToken Cancel);
