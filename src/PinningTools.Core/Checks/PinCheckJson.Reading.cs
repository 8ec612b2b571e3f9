using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

internal static partial class PinCheckJson
{
    /// <param name="text">A summary written by this module or by ConvertTo-Json.</param>
    /// <param name="source">The name of the text in messages.</param>
    /// <exception cref="PinningException">The text is not a summary, or has a later version.</exception>
    internal static PinCheckSummary Read(string text, string source)
    {
        return Read(JsonReader.Parse(text, source), source);
    }

    /// <exception cref="PinningException">The text is not a summary, or has a later version.</exception>
    internal static PinCheckSummary Read(JsonValue value, string source)
    {
        var members = new Members(source, value);
        long version = members.Whole(VersionMember) ?? Version;
        if (version > Version) throw new PinningException(Faults.PinCheckFromLater(source, version));
        if (members.Text(nameof(PinCheckSummary.Level)).Length == 0)
            throw members.Unexpected("this is not the summary of a check: there is no 'Level'");
        return WithChanges(ToSummary(members));
    }

    /// <summary>In the result of ConvertTo-Json only the summary has the changes, and not each detail as well.</summary>
    private static PinCheckSummary WithChanges(PinCheckSummary summary)
    {
        if (summary.Changes.Length == 0 || summary.Details.Any(one => one.Changes.Length > 0)) return summary;
        ILookup<string, PinCheckChange> changes = summary.Changes.ToLookup(change => change.Key);
        var seen = new HashSet<string>();
        return summary with
        {
            Details =
            [
                .. summary.Details.Select(one => one.Key.Length > 0 && changes.Contains(one.Key) && seen.Add(one.Key)
                    ? one with { Changes = [.. changes[one.Key]] } : one),
            ],
        };
    }

    /// <exception cref="PinningException">It is no alert.</exception>
    internal static PinCheckAlert ReadAlert(JsonValue value, string source) => ToAlert(new Members(source, value));

    /// <exception cref="PinningException">It is no change.</exception>
    internal static PinCheckChange ReadChange(JsonValue value, string source) => ToChange(new Members(source, value));

    private static PinCheckSummary ToSummary(Members from) => new()
    {
        Level = from.Text(nameof(PinCheckSummary.Level)),
        ExitCode = from.Int(nameof(PinCheckSummary.ExitCode)) ?? 3,
        Name = from.Text(nameof(PinCheckSummary.Name)),
        RunId = from.Text(nameof(PinCheckSummary.RunId)),
        Checked = from.Int(nameof(PinCheckSummary.Checked)) ?? 0,
        Ok = from.Int(nameof(PinCheckSummary.Ok)) ?? 0,
        Warning = from.Int(nameof(PinCheckSummary.Warning)) ?? 0,
        Critical = from.Int(nameof(PinCheckSummary.Critical)) ?? 0,
        Unknown = from.Int(nameof(PinCheckSummary.Unknown)) ?? 0,
        NotChecked = from.Int(nameof(PinCheckSummary.NotChecked)) ?? 0,
        Skipped = from.Int(nameof(PinCheckSummary.Skipped)) ?? 0,
        FailedOn = from.Texts(nameof(PinCheckSummary.FailedOn)),
        WarningDays = from.Int(nameof(PinCheckSummary.WarningDays)),
        CriticalDays = from.Int(nameof(PinCheckSummary.CriticalDays)),
        Path = from.TextOrNull(nameof(PinCheckSummary.Path)),
        StateFile = from.TextOrNull(nameof(PinCheckSummary.StateFile)),
        Started = from.Date(nameof(PinCheckSummary.Started)) ?? default,
        Finished = from.Date(nameof(PinCheckSummary.Finished)) ?? default,
        Elapsed = from.Span(nameof(PinCheckSummary.Elapsed)),
        At = from.Date(nameof(PinCheckSummary.At)),
        IsComplete = from.Flag(nameof(PinCheckSummary.IsComplete), missing: true),
        IsFirstRun = from.Flag(nameof(PinCheckSummary.IsFirstRun)),
        Previous = from.Date(nameof(PinCheckSummary.Previous)),
        MissedRuns = from.Int(nameof(PinCheckSummary.MissedRuns)) ?? 0,
        VantagePoint = from.Texts(nameof(PinCheckSummary.VantagePoint)),
        MissingVantagePoint = from.Texts(nameof(PinCheckSummary.MissingVantagePoint)),
        Shard = from.TextOrNull(nameof(PinCheckSummary.Shard)),
        MissingShard = from.Texts(nameof(PinCheckSummary.MissingShard)),
        ListId = from.Text(nameof(PinCheckSummary.ListId)),
        Unexpected = from.Int(nameof(PinCheckSummary.Unexpected)) ?? 0,
        Recovered = from.Texts(nameof(PinCheckSummary.Recovered)),
        NextExpiry = from.Date(nameof(PinCheckSummary.NextExpiry)),
        Alerts = from.List(nameof(PinCheckSummary.Alerts), ToAlert),
        Changes = from.List(nameof(PinCheckSummary.Changes), ToChange),
        Keys = from.List(nameof(PinCheckSummary.Keys), ToKey),
        Details = from.List(nameof(PinCheckSummary.Details), ToDetail),
    };

    private static PinCheckDetail ToDetail(Members from) => new()
    {
        Level = from.Text(nameof(PinCheckDetail.Level)),
        Row = from.Int(nameof(PinCheckDetail.Row)),
        Key = from.Text(nameof(PinCheckDetail.Key)),
        HostName = from.Text(nameof(PinCheckDetail.HostName)),
        Port = from.Int(nameof(PinCheckDetail.Port)),
        Address = from.TextOrNull(nameof(PinCheckDetail.Address)),
        Verdict = from.Text(nameof(PinCheckDetail.Verdict)),
        Reason = from.Text(nameof(PinCheckDetail.Reason)),
        DaysLeft = from.Int(nameof(PinCheckDetail.DaysLeft)),
        LeafDaysLeft = from.Int(nameof(PinCheckDetail.LeafDaysLeft)),
        ExpiresFirst = from.TextOrNull(nameof(PinCheckDetail.ExpiresFirst)),
        NotBefore = from.Date(nameof(PinCheckDetail.NotBefore)),
        NotAfter = from.Date(nameof(PinCheckDetail.NotAfter)),
        ChainNotAfter = from.Date(nameof(PinCheckDetail.ChainNotAfter)),
        Issuer = from.Text(nameof(PinCheckDetail.Issuer)),
        Anchor = from.TextOrNull(nameof(PinCheckDetail.Anchor)),
        LeafPin = from.Text(nameof(PinCheckDetail.LeafPin)),
        MatchedPin = from.Text(nameof(PinCheckDetail.MatchedPin)),
        MatchedRole = from.Text(nameof(PinCheckDetail.MatchedRole)),
        Inspected = from.Flag(nameof(PinCheckDetail.Inspected)),
        Proof = from.Text(nameof(PinCheckDetail.Proof)),
        ProofStrength = from.Text(nameof(PinCheckDetail.ProofStrength)),
        Pattern = from.TextOrNull(nameof(PinCheckDetail.Pattern)),
        PinSetExpires = from.Date(nameof(PinCheckDetail.PinSetExpires)),
        SparePins = from.Int(nameof(PinCheckDetail.SparePins)) ?? 0,
        KnownPins = from.Texts(nameof(PinCheckDetail.KnownPins)),
        Scts = from.Int(nameof(PinCheckDetail.Scts)),
        Since = from.Date(nameof(PinCheckDetail.Since)),
        KeySince = from.Date(nameof(PinCheckDetail.KeySince)),
        FailedRuns = from.Int(nameof(PinCheckDetail.FailedRuns)) ?? 0,
        Owner = from.Text(nameof(PinCheckDetail.Owner)),
        Tag = from.Texts(nameof(PinCheckDetail.Tag)),
        Columns = from.Columns(nameof(PinCheckDetail.Columns)),
        Message = from.Text(nameof(PinCheckDetail.Message)),
        Fix = from.Text(nameof(PinCheckDetail.Fix)),
        Evidence = from.Text(nameof(PinCheckDetail.Evidence)),
        Seen = from.Text(nameof(PinCheckDetail.Seen)),
        Seconds = from.Real(nameof(PinCheckDetail.Seconds)),
        Chain = from.List(nameof(PinCheckDetail.Chain), ToCertificate),
        Views = from.List(nameof(PinCheckDetail.Views), ToView),
        Changes = from.List(nameof(PinCheckDetail.Changes), ToChange),
    };

    private static PinCheckChange ToChange(Members from) => new()
    {
        Id = from.Text(nameof(PinCheckChange.Id)),
        At = from.Date(nameof(PinCheckChange.At)) ?? default,
        Name = from.Text(nameof(PinCheckChange.Name)),
        RunId = from.Text(nameof(PinCheckChange.RunId)),
        VantagePoint = from.Text(nameof(PinCheckChange.VantagePoint)),
        Key = from.Text(nameof(PinCheckChange.Key)),
        Kind = from.Text(nameof(PinCheckChange.Kind)),
        Expected = from.Flag(nameof(PinCheckChange.Expected)),
        Level = from.Text(nameof(PinCheckChange.Level)),
        Old = from.Object(nameof(PinCheckChange.Old), ToFacts),
        New = from.Object(nameof(PinCheckChange.New), ToFacts),
        Why = from.Text(nameof(PinCheckChange.Why)),
        Owner = from.Text(nameof(PinCheckChange.Owner)),
        PinFollowedKey = from.Flag(nameof(PinCheckChange.PinFollowedKey)),
        Evidence = from.Text(nameof(PinCheckChange.Evidence)),
    };

    private static PinCheckFacts ToFacts(Members from) => new()
    {
        Pin = from.TextOrNull(nameof(PinCheckFacts.Pin)),
        Issuer = from.TextOrNull(nameof(PinCheckFacts.Issuer)),
        Anchor = from.TextOrNull(nameof(PinCheckFacts.Anchor)),
        NotAfter = from.Date(nameof(PinCheckFacts.NotAfter)),
        Path = from.Texts(nameof(PinCheckFacts.Path)),
        Level = from.TextOrNull(nameof(PinCheckFacts.Level)),
        Verdict = from.TextOrNull(nameof(PinCheckFacts.Verdict)),
        Addresses = from.Texts(nameof(PinCheckFacts.Addresses)),
        Pins = from.Texts(nameof(PinCheckFacts.Pins)),
    };

    private static PinCheckAlert ToAlert(Members from) => new()
    {
        Id = from.Text(nameof(PinCheckAlert.Id)),
        State = from.Text(nameof(PinCheckAlert.State)),
        Level = from.Text(nameof(PinCheckAlert.Level)),
        Reason = from.Text(nameof(PinCheckAlert.Reason)),
        LeafPin = from.Text(nameof(PinCheckAlert.LeafPin)),
        Endpoints = from.Texts(nameof(PinCheckAlert.Endpoints)),
        EndpointCount = from.Int(nameof(PinCheckAlert.EndpointCount)) ?? 0,
        Owner = from.Text(nameof(PinCheckAlert.Owner)),
        Since = from.Date(nameof(PinCheckAlert.Since)) ?? default,
        Expected = from.Flag(nameof(PinCheckAlert.Expected)),
        Why = from.Text(nameof(PinCheckAlert.Why)),
        Fix = from.Text(nameof(PinCheckAlert.Fix)),
        Evidence = from.Text(nameof(PinCheckAlert.Evidence)),
        AcknowledgedUntil = from.Date(nameof(PinCheckAlert.AcknowledgedUntil)),
        AcknowledgedReason = from.Text(nameof(PinCheckAlert.AcknowledgedReason)),
    };

    private static PinCheckKey ToKey(Members from) => new()
    {
        Pin = from.Text(nameof(PinCheckKey.Pin)),
        NotAfter = from.Date(nameof(PinCheckKey.NotAfter)),
        Level = from.Text(nameof(PinCheckKey.Level)),
        Endpoints = from.Texts(nameof(PinCheckKey.Endpoints)),
    };

    private static PinCheckCertificate ToCertificate(Members from) => new()
    {
        Role = from.Text(nameof(PinCheckCertificate.Role)),
        Pin = from.Text(nameof(PinCheckCertificate.Pin)),
        Subject = from.Text(nameof(PinCheckCertificate.Subject)),
        NotAfter = from.Date(nameof(PinCheckCertificate.NotAfter)),
        Matched = from.Flag(nameof(PinCheckCertificate.Matched)),
        SentByServer = from.Flag(nameof(PinCheckCertificate.SentByServer)),
    };

    private static PinCheckView ToView(Members from) => new()
    {
        VantagePoint = from.Text(nameof(PinCheckView.VantagePoint)),
        Address = from.TextOrNull(nameof(PinCheckView.Address)),
        LeafPin = from.Text(nameof(PinCheckView.LeafPin)),
        Anchor = from.TextOrNull(nameof(PinCheckView.Anchor)),
        Verdict = from.Text(nameof(PinCheckView.Verdict)),
    };
}
