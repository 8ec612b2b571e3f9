using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>Results of an endpoint from the facts of another machine, and one result from those of all machines.</summary>
internal static class PlaceResults
{
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="told">What the machine told; at least one.</param>
    /// <param name="place">The name of the machine.</param>
    /// <param name="now">The time here.</param>
    /// <param name="expiry">Decides here, too, whether the leaf expires soon: the other clock may be wrong.</param>
    internal static CheckResult From(
        CheckEndpoint endpoint, IReadOnlyList<PlaceFacts> told, string place, DateTime now, CheckExpiry expiry)
    {
        PlaceFacts[] facts = [.. told.Select(one => Judge(one, endpoint.Policy, now, expiry))];
        int main = Math.Max(0, Array.FindIndex(facts, one => one.Verdict == nameof(Verdict.Match)));
        PlaceFacts first = facts[main];
        PinCheckDetail[] details = [.. facts.Select(one => Detail(endpoint, one, place, now))];
        bool isAsked = first.Verdict is not ("" or "NotChecked");
        return new CheckResult
        {
            Row = endpoint.Row,
            Endpoint = endpoint,
            Details = details,
            Main = details[main],
            Reasons = [.. facts.Select(ReasonOf)],
            Asked = isAsked ? now : null,
            Leaf = first.LeafPin.Length == 0 || !isAsked || details[main].IsUnproven ? null : new CheckLeaf
            {
                Pin = first.LeafPin,
                NotBefore = first.NotBefore,
                NotAfter = first.NotAfter,
                Sha256 = first.Sha256,
                Since = now,
            },
            Path = first.LeafPin.Length == 0 || details[main].IsUnproven ? null : CheckPath.Of(first.Issuer, first.Anchor, first.Path, first.PathNotAfter),
            Addresses =
            [
                .. details.Where(one => one.Address is not null && !one.IsUnproven)
                    .Select(one => new KeyValuePair<string, string>(one.Address!, one.LeafPin))
                    .OrderBy(one => one.Key, StringComparer.Ordinal),
            ],
            InService = first.Verdict == nameof(Verdict.Match) ? [first.LeafPin, .. first.Path] : [],
            IsNear = first.Alert == "ExpiresSoon",
        };
    }

    private static PlaceFacts Judge(PlaceFacts one, PinPolicy policy, DateTime now, CheckExpiry expiry)
    {
        if (one.Verdict != nameof(Verdict.Match) || one.NotAfter is not { } end) return one;
        string level = expiry.LevelOf(one.NotBefore, end, policy.At ?? now);
        if (level == PinCheckLevel.Critical && policy.Trust.Mode == TrustMode.PinOnly) level = PinCheckLevel.Warning;
        return PinCheckLevel.IsWorse(level, one.Level) ? one with { Level = level, Alert = "ExpiresSoon" } : one;
    }

    /// <summary>The reason of the alert. What is not Ok has one, whatever the machine says.</summary>
    private static string ReasonOf(PlaceFacts one) => one.Verdict switch
    {
        "NotChecked" => "",
        "" => "NotReadable",
        nameof(Verdict.Match) => one.Level == PinCheckLevel.Ok ? "" : one.Alert.Length > 0 ? one.Alert : "Warning",
        _ => one.Verdict,
    };

    private static PinCheckDetail Detail(CheckEndpoint endpoint, PlaceFacts one, string place, DateTime now)
    {
        DateTime time = endpoint.Policy.At ?? now;
        DateTime? end = one.PathNotAfter < one.NotAfter ? one.PathNotAfter : one.NotAfter;
        return CheckResultMaker.Frame(endpoint) with
        {
            Level = one.Level,
            Address = one.Address,
            Verdict = one.Verdict,
            Reason = one.Reason,
            DaysLeft = Days(end, time),
            LeafDaysLeft = Days(one.NotAfter, time),
            NotBefore = one.NotBefore,
            NotAfter = one.NotAfter,
            ChainNotAfter = end,
            Issuer = one.Issuer,
            Anchor = one.Anchor,
            LeafPin = one.LeafPin,
            MatchedPin = one.MatchedPin,
            MatchedRole = one.MatchedPin.Length == 0 ? "" : one.MatchedRole.ToString(),
            Inspected = one.Proof.Length > 0,
            Proof = one.Proof,
            ProofStrength = one.ProofStrength,
            SparePins = one.SparePins,
            Scts = one.Scts,
            Views = [View(one, place)],
            Message = Message(one, place),
            Seconds = one.Seconds,
        };
    }

    internal static PinCheckView View(PlaceFacts one, string place) => new()
    {
        VantagePoint = place, Address = one.Address, LeafPin = one.LeafPin, Anchor = one.End, Verdict = one.Verdict,
    };

    /// <summary>Made here: what another machine would write is a stranger's text.</summary>
    private static string Message(PlaceFacts one, string place)
    {
        string from = $"Seen from {ViewWords.Name(place)}";
        if (one.LeafPin.Length == 0) return one.Verdict.Length == 0
            ? $"{from}: the row could not be checked there." : $"{from}: {one.Verdict}, and no key.";
        string end = one.NotAfter is { } date ? $", valid until {UtcDate.Day(date)}" : "";
        string what = one.Verdict != nameof(Verdict.Match) ? one.Verdict : one.Alert switch
        {
            "ExpiresSoon" => "a certificate expires soon",
            "Inspected" => "a pin matches, but only an inspection could read it there",
            "NoBackupPin" => "there is no backup pin",
            "Warning" => "a pin matches, with a warning; Test-CertificatePin shows it there",
            _ => "a pin matches",
        };
        return $"{from}: {what}. The leaf has the key {one.LeafPin}, issued by '{DisplayText.Clean(one.Issuer)}'{end}.";
    }

    private static int? Days(DateTime? end, DateTime now) => end is { } date ? (int)Math.Floor((date - now).TotalDays) : null;

    /// <summary>One result from those of all machines, of which there is at least one.</summary>
    /// <param name="results">In the order of the machines.</param>
    /// <param name="more">Further views: of machines without a result, and of the same address.</param>
    internal static CheckResult Join(IReadOnlyList<CheckResult> results, IEnumerable<PinCheckView> more)
    {
        PinCheckView[] views = ViewComparison.Sort(results.SelectMany(one => one.Details).SelectMany(one => one.Views).Concat(more));
        ViewFinding finding = ViewComparison.Compare(views);
        CheckResult main = results.FirstOrDefault(one => one.Main.Verdict == nameof(Verdict.Match))
            ?? results.FirstOrDefault(one => one.Leaf is not null)
            ?? results.FirstOrDefault(one => one.Asked is not null) ?? results[0];
        (PinCheckDetail worst, string reason) = results
            .SelectMany(one => one.Details.Zip(one.Reasons, (detail, why) => (Detail: detail, Why: why)))
            .OrderBy(one => PinCheckLevel.Rank(one.Detail.Level)).First();
        // A later look may have found what the first did not.
        // What another machine saw of the key is worth more than the nothing that was seen from one.
        if (worst.LeafPin.Length == 0 && main.Main.LeafPin.Length > 0)
            worst = main.Main with { Level = worst.Level, Verdict = worst.Verdict, Reason = worst.Reason, Message = worst.Message };
        bool isRaised = views.Any(ViewComparison.IsWrong) && worst.Level != PinCheckLevel.Critical;
        PinCheckDetail detail = worst with
        {
            Level = isRaised ? PinCheckLevel.Critical : worst.Level,
            Views = views,
            Message = finding.Text.Length == 0 ? worst.Message : finding.Text + "\n" + worst.Message,
        };
        return main with
        {
            Details = [detail],
            Main = ReferenceEquals(worst, main.Main) ? detail : main.Main,
            Reasons = [finding.Differs || isRaised ? ViewFinding.Kind : reason],
            Asked = results.Max(one => one.Asked),
            IsNear = results.Any(one => one.IsNear),
            Transparency = results.Select(one => one.Transparency).FirstOrDefault(one => one.Length > 0) ?? "",
            Evidence = results.Select(one => one.Evidence).FirstOrDefault(one => one is not null),
            Finding = finding,
        };
    }
}
