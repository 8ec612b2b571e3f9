using System;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Globalization;
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
        return ToSummary(members);
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
        Shard = from.TextOrNull(nameof(PinCheckSummary.Shard)),
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

    /// <summary>The members of an object by name, each with its type; null counts as absent.</summary>
    private sealed class Members
    {
        private readonly string _source;
        private readonly JsonValue _value;
        private readonly Dictionary<string, JsonValue> _members;

        internal Members(string source, JsonValue value)
        {
            _source = source;
            _value = value;
            if (value.Kind != JsonKind.Object) throw Unexpected("expected an object");
            _members = value.Members.ToDictionary(member => member.Key, member => member.Value);
        }

        internal PinningException Unexpected(string what, JsonValue? at = null) =>
            new(Faults.PinCheckSummaryUnreadable(_source, (at ?? _value).Line, (at ?? _value).Column, what));

        internal string? TextOrNull(string name) => Find(name, JsonKind.String, "a string")?.Text;

        internal string Text(string name) => TextOrNull(name) ?? "";

        internal bool Flag(string name, bool missing = false) =>
            Find(name, JsonKind.Boolean, "true or false") is { } value ? value.Text == "true" : missing;

        internal long? Whole(string name)
        {
            if (Find(name, JsonKind.Number, "a number") is not { } value) return null;
            return long.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
                ? number
                : throw Unexpected($"'{name}' must be a whole number", value);
        }

        internal int? Int(string name) => Whole(name) switch
        {
            null => null,
            >= int.MinValue and <= int.MaxValue and { } number => (int)number,
            _ => throw Unexpected($"'{name}' is too large", _members[name]),
        };

        internal double? Real(string name) =>
            Find(name, JsonKind.Number, "a number") is { } value ? Parse(value) : null;

        /// <summary>Reads seconds; ConvertTo-Json writes a time span as an object.</summary>
        internal TimeSpan Span(string name)
        {
            if (!_members.TryGetValue(name, out JsonValue? value)) return TimeSpan.Zero;
            JsonValue? seconds = value.Kind == JsonKind.Object ? value.Find("TotalSeconds") : value;
            double number = seconds is { Kind: JsonKind.Number } ? Parse(seconds) : 0;
            return number is >= 0 and < 1e9 ? TimeSpan.FromSeconds(number)
                : throw Unexpected($"'{name}' must be a number of seconds", value);
        }

        internal DateTime? Date(string name)
        {
            if (Find(name, JsonKind.String, "a date") is not { } value) return null;
            return CheckDate.TryParse(value.Text, out DateTime date) ? date
                : throw Unexpected($"'{name}' must be a date such as 2027-01-31T12:00:00Z", value);
        }

        internal string[] Texts(string name) => [.. Items(name).Select(item =>
            item.Kind == JsonKind.String ? item.Text : throw Unexpected($"'{name}' must contain only strings", item))];

        internal T[] List<T>(string name, Func<Members, T> read) =>
            [.. Items(name).Select(item => read(new Members(_source, item)))];

        internal T? Object<T>(string name, Func<Members, T> read)
            where T : class =>
            Find(name, JsonKind.Object, "an object") is { } value ? read(new Members(_source, value)) : null;

        internal OrderedDictionary Columns(string name)
        {
            var columns = new OrderedDictionary();
            foreach (KeyValuePair<string, JsonValue> column in Find(name, JsonKind.Object, "an object")?.Members ?? [])
                columns[column.Key] = Cell(column.Value);
            return columns;
        }

        private static object? Cell(JsonValue value) => value.Kind switch
        {
            JsonKind.Null => null,
            JsonKind.Boolean => value.Text == "true",
            JsonKind.Array => value.Items.Select(Cell).ToArray(),
            JsonKind.Object => JsonWriter.WriteCompact(value),
            JsonKind.Number when long.TryParse(value.Text, out long number) => number,
            _ => value.Text,
        };

        private static double Parse(JsonValue value) =>
            double.Parse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture);

        private IReadOnlyList<JsonValue> Items(string name) => Find(name, JsonKind.Array, "a list")?.Items ?? [];

        private JsonValue? Find(string name, JsonKind kind, string what)
        {
            if (!_members.TryGetValue(name, out JsonValue? value) || value.Kind == JsonKind.Null) return null;
            return value.Kind == kind ? value : throw Unexpected($"'{name}' must be {what}", value);
        }
    }
}
