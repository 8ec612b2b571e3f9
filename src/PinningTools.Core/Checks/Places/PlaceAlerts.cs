using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Joins the alerts of several machines: one for each leaf key and reason, with the endpoints of all machines. Alerts about
/// machines that differ are made again from the views, because one more machine may change what they say.
/// </summary>
internal static class PlaceAlerts
{
    private static readonly string[] s_states = ["new", "worse", "standing", "pending", "acknowledged", "recovered"];

    /// <param name="all">The summaries.</param>
    /// <param name="details">The joined details.</param>
    /// <param name="started">When the first of the runs began.</param>
    internal static PinCheckAlert[] Join(PinCheckSummary[] all, PinCheckDetail[] details, DateTime started)
    {
        ILookup<bool, PinCheckAlert> given = all.SelectMany(run => run.Alerts).ToLookup(alert => alert.Reason == ViewFinding.Kind);
        Dictionary<string, PinCheckAlert> before = given[true].GroupBy(alert => alert.Id)
            .ToDictionary(alert => alert.Key, alert => Join([.. alert]));
        return
        [
            .. given[false].GroupBy(alert => alert.Id).Select(alert => Join([.. alert]))
                .Concat(Differing(details, started)
                    .Select(alert => before.TryGetValue(alert.Id, out PinCheckAlert? known) ? Known(alert, known) : alert))
                .OrderBy(alert => PinCheckLevel.Rank(alert.Level)).ThenBy(alert => alert.Id, StringComparer.Ordinal),
        ];
    }

    private static PinCheckAlert Known(PinCheckAlert alert, PinCheckAlert known) => alert with
    {
        State = known.State == "recovered" ? "new" : known.State,
        Since = known.Since < alert.Since ? known.Since : alert.Since,
        AcknowledgedUntil = known.AcknowledgedUntil,
        AcknowledgedReason = known.AcknowledgedReason,
    };

    private static PinCheckAlert Join(PinCheckAlert[] same)
    {
        PinCheckAlert worst = same.OrderBy(one => PinCheckLevel.Rank(one.Level)).ThenBy(one => Rank(one.State))
            .ThenBy(one => one.Why, StringComparer.Ordinal).ThenBy(one => one.Fix, StringComparer.Ordinal)
            .ThenBy(one => one.Evidence, StringComparer.Ordinal).First();
        string[] endpoints = [.. same.SelectMany(one => one.Endpoints).Distinct().OrderBy(one => one, StringComparer.Ordinal)];
        return worst with
        {
            State = same.OrderBy(one => Rank(one.State)).First().State,
            Endpoints = endpoints,
            EndpointCount = Math.Max(endpoints.Length, same.Max(one => one.EndpointCount)),
            Owner = Owners(same.SelectMany(one => one.Owner.Split([", "], StringSplitOptions.RemoveEmptyEntries))),
            Since = same.Min(one => one.Since),
            Expected = same.All(one => one.Expected),
            AcknowledgedUntil = same.Min(one => one.AcknowledgedUntil),
        };
    }

    /// <summary>One alert for each wrong key: an interceptor often shows one key for all hosts.</summary>
    private static IEnumerable<PinCheckAlert> Differing(PinCheckDetail[] details, DateTime started)
    {
        var found = details.Where(one => one.Key.Length > 0)
            .Select(one => (Detail: one, Finding: ViewComparison.Compare(one.Views))).Where(one => one.Finding.Differs);
        foreach (var key in found.GroupBy(one => one.Finding.Wrong[0].LeafPin))
        {
            (PinCheckDetail first, ViewFinding finding) = key.OrderBy(one => one.Detail.Key, StringComparer.Ordinal).First();
            string[] endpoints = [.. key.Select(one => one.Detail.Key).Distinct().OrderBy(one => one, StringComparer.Ordinal)];
            yield return new PinCheckAlert
            {
                Id = CheckId.Of(12, ViewFinding.Kind, key.Key.Length > 0 ? key.Key : first.Key),
                State = "new",
                Level = PinCheckLevel.Critical,
                Reason = ViewFinding.Kind,
                LeafPin = key.Key,
                Endpoints = endpoints,
                EndpointCount = endpoints.Length,
                Owner = Owners(key.Select(one => one.Detail.Owner)),
                Since = key.Min(one => one.Detail.Since ?? started),
                Why = finding.Text,
                Fix = first.Fix,
                Evidence = first.Evidence,
            };
        }
    }

    private static string Owners(IEnumerable<string> owners) => string.Join(
        ", ", owners.Where(one => one.Length > 0).Distinct().OrderBy(one => one, StringComparer.Ordinal));

    private static int Rank(string state) => Array.IndexOf(s_states, state) is >= 0 and int rank ? rank : s_states.Length;
}
