using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Something that expires on a date: the certificate of a leaf key, a certificate of its path, a pin set.
/// </summary>
internal sealed record ExpiryItem(string Kind, DateTime Date, string Name, IReadOnlyList<string> Endpoints)
{
    internal const string Leaf = "Certificate";
    internal const string Issuer = "Issuing certificate";
    internal const string PinSet = "Pin set";

    /// <summary>Whether a spare pin is available for a new key; null if the question does not apply.</summary>
    internal bool? HasSpare { get; init; }

    internal int Days(DateTime today) => (int)Math.Floor((Date - today).TotalDays);

    /// <summary>
    /// One item for each leaf key, each certificate that expires before the leaf, and each pin set.
    /// </summary>
    internal static ExpiryItem[] Of(PinCheckSummary run)
    {
        static string[] Keys(IEnumerable<PinCheckDetail> details) => [.. details.Select(ReportWords.Label)];

        IEnumerable<ExpiryItem> leaves = run.Details
            .Where(one => one is { LeafPin.Length: > 0, NotAfter: not null }).GroupBy(one => one.LeafPin)
            .Select(key => new ExpiryItem(Leaf, key.Min(one => one.NotAfter)!.Value, "", Keys(key))
            {
                HasSpare = key.Any(one => one.KnownPins.Length > 0) ? key.All(one => one.SparePins > 0) : null,
            });
        IEnumerable<ExpiryItem> issuers = run.Details.Where(one => one.ChainNotAfter < one.NotAfter)
            .GroupBy(one => (Name: one.ExpiresFirst ?? "", Date: one.ChainNotAfter!.Value))
            .Select(group => new ExpiryItem(Issuer, group.Key.Date, group.Key.Name, Keys(group)));
        IEnumerable<ExpiryItem> sets = run.Details.Where(one => one.PinSetExpires is not null)
            .GroupBy(one => (Name: one.Pattern ?? "", Date: one.PinSetExpires!.Value))
            .Select(group => new ExpiryItem(PinSet, group.Key.Date, group.Key.Name, Keys(group)));
        return [.. leaves.Concat(issuers).Concat(sets).OrderBy(one => one.Date)];
    }
}
