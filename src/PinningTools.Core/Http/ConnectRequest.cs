using System;
using System.Threading;

namespace PinningTools.Internal;

/// <summary>What one request requires of its connection.</summary>
/// <param name="Timeout">The deadline for making the connection.</param>
/// <param name="Cancel">
/// The command's token; the handler's own token takes seconds to reach a connection attempt in progress.
/// </param>
internal sealed record ConnectRequest(TimeSpan Timeout, CancellationToken Cancel);
