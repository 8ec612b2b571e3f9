using System;
using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>What is asked of one connection: the pins and how ordinary validation is done.</summary>
internal sealed class PinPolicy
{
    internal required IReadOnlyList<SpkiPin> Pins { get; init; }

    internal TrustSettings Trust { get; init; } = TrustSettings.System;

    /// <summary>The time to judge at, where it is not now.</summary>
    internal DateTime? At { get; init; }
}
