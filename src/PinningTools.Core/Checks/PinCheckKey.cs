using System;
using System.Collections.Generic;
using System.Linq;
using PinningTools.Internal;

namespace PinningTools;

/// <summary>A leaf key and the endpoints that show it.</summary>
/// <remarks>A part of the summary that Invoke-PinCheck returns.</remarks>
public sealed record PinCheckKey
{
    /// <summary>The pin of the key.</summary>
    public string Pin { get; init; } = "";

    /// <summary>When the first of the certificates with this key expires, in UTC; null if not known.</summary>
    public DateTime? NotAfter { get; init; }

    /// <summary>The keys of the endpoints.</summary>
    public string[] Endpoints { get; init; } = [];

    /// <summary>The worst level of the endpoints.</summary>
    public string Level { get; init; } = "Unknown";

    /// <summary>The keys that the endpoints show, in the order of the endpoints.</summary>
    internal static PinCheckKey[] Of(IEnumerable<PinCheckDetail> details) =>
    [
        .. details.Where(one => one.LeafPin.Length > 0).GroupBy(one => one.LeafPin).Select(key => new PinCheckKey
        {
            Pin = key.Key,
            NotAfter = key.Min(one => one.NotAfter),
            Endpoints = [.. key.Select(one => one.Key).Distinct()],
            Level = key.Select(one => one.Level).Aggregate(PinCheckLevel.Worst),
        }),
    ];

    /// <summary>The pin and the number of endpoints that show it.</summary>
    public override string ToString() => $"{Pin} at {Endpoints.Length}";
}
