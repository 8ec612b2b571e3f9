using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Globalization;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Writes a summary as JSON. The names are those of the members, so that this text and the output of ConvertTo-Json
/// are read in the same way. Members that are null or empty are omitted.
/// </summary>
internal static partial class PinCheckJson
{
    internal const string VersionMember = "pinCheckSummary";
    internal const int Version = 1;

    internal static string Write(PinCheckSummary summary) => JsonWriter.Write(ToValue(summary));

    internal static JsonValue ToValue(PinCheckSummary one) => Object(
        (VersionMember, JsonValue.From(Version)),
        (nameof(one.Level), Text(one.Level)),
        (nameof(one.ExitCode), Number(one.ExitCode)),
        (nameof(one.Name), Text(one.Name)),
        (nameof(one.RunId), Text(one.RunId)),
        (nameof(one.Checked), Number(one.Checked)),
        (nameof(one.Ok), Number(one.Ok)),
        (nameof(one.Warning), Number(one.Warning)),
        (nameof(one.Critical), Number(one.Critical)),
        (nameof(one.Unknown), Number(one.Unknown)),
        (nameof(one.NotChecked), Number(one.NotChecked)),
        (nameof(one.Skipped), Number(one.Skipped)),
        (nameof(one.FailedOn), Texts(one.FailedOn)),
        (nameof(one.WarningDays), one.WarningDays is { } warning ? Number(warning) : null),
        (nameof(one.CriticalDays), one.CriticalDays is { } critical ? Number(critical) : null),
        (nameof(one.Path), Text(one.Path)),
        (nameof(one.StateFile), Text(one.StateFile)),
        (nameof(one.Started), Date(one.Started)),
        (nameof(one.Finished), Date(one.Finished)),
        (nameof(one.Elapsed), Number(one.Elapsed.TotalSeconds)),
        (nameof(one.At), Date(one.At)),
        (nameof(one.IsComplete), JsonValue.From(one.IsComplete)),
        (nameof(one.IsFirstRun), Flag(one.IsFirstRun)),
        (nameof(one.Previous), Date(one.Previous)),
        (nameof(one.MissedRuns), Number(one.MissedRuns)),
        (nameof(one.VantagePoint), Texts(one.VantagePoint)),
        (nameof(one.MissingVantagePoint), Texts(one.MissingVantagePoint)),
        (nameof(one.Shard), Text(one.Shard)),
        (nameof(one.MissingShard), Texts(one.MissingShard)),
        (nameof(one.ListId), Text(one.ListId)),
        (nameof(one.Unexpected), Number(one.Unexpected)),
        (nameof(one.Recovered), Texts(one.Recovered)),
        (nameof(one.NextExpiry), Date(one.NextExpiry)),
        (nameof(one.Alerts), List(one.Alerts, ToValue)),
        (nameof(one.Changes), List(one.Changes, ToValue)),
        (nameof(one.Keys), List(one.Keys, ToValue)),
        (nameof(one.Details), List(one.Details, ToValue)));

    internal static JsonValue ToValue(PinCheckDetail one) => Object(
        (nameof(one.Level), Text(one.Level)),
        (nameof(one.Row), one.Row is { } row ? Number(row) : null),
        (nameof(one.Key), Text(one.Key)),
        (nameof(one.HostName), Text(one.HostName)),
        (nameof(one.Port), one.Port is { } port ? Number(port) : null),
        (nameof(one.Address), Text(one.Address)),
        (nameof(one.Verdict), Text(one.Verdict)),
        (nameof(one.Reason), Text(one.Reason)),
        (nameof(one.DaysLeft), one.DaysLeft is { } days ? Number(days) : null),
        (nameof(one.LeafDaysLeft), one.LeafDaysLeft is { } leafDays ? Number(leafDays) : null),
        (nameof(one.ExpiresFirst), Text(one.ExpiresFirst)),
        (nameof(one.NotBefore), Date(one.NotBefore)),
        (nameof(one.NotAfter), Date(one.NotAfter)),
        (nameof(one.ChainNotAfter), Date(one.ChainNotAfter)),
        (nameof(one.Issuer), Text(one.Issuer)),
        (nameof(one.Anchor), Text(one.Anchor)),
        (nameof(one.LeafPin), Text(one.LeafPin)),
        (nameof(one.MatchedPin), Text(one.MatchedPin)),
        (nameof(one.MatchedRole), Text(one.MatchedRole)),
        (nameof(one.Inspected), Flag(one.Inspected)),
        (nameof(one.Proof), Text(one.Proof)),
        (nameof(one.ProofStrength), Text(one.ProofStrength)),
        (nameof(one.Pattern), Text(one.Pattern)),
        (nameof(one.PinSetExpires), Date(one.PinSetExpires)),
        (nameof(one.SparePins), Number(one.SparePins)),
        (nameof(one.KnownPins), Texts(one.KnownPins)),
        (nameof(one.Scts), one.Scts is { } scts ? Number(scts) : null),
        (nameof(one.Since), Date(one.Since)),
        (nameof(one.KeySince), Date(one.KeySince)),
        (nameof(one.FailedRuns), Number(one.FailedRuns)),
        (nameof(one.Owner), Text(one.Owner)),
        (nameof(one.Tag), Texts(one.Tag)),
        (nameof(one.Columns), Columns(one.Columns)),
        (nameof(one.Message), Text(one.Message)),
        (nameof(one.Fix), Text(one.Fix)),
        (nameof(one.Evidence), Text(one.Evidence)),
        (nameof(one.Seconds), one.Seconds is { } seconds ? Number(seconds) : null),
        (nameof(one.Chain), List(one.Chain, ToValue)),
        (nameof(one.Seen), Text(one.Seen)),
        (nameof(one.Views), List(one.Views, ToValue)),
        (nameof(one.Changes), List(one.Changes, ToValue)));

    internal static JsonValue ToValue(PinCheckChange one) => Object(
        (nameof(one.Id), Text(one.Id)),
        (nameof(one.At), Date(one.At)),
        (nameof(one.Name), Text(one.Name)),
        (nameof(one.RunId), Text(one.RunId)),
        (nameof(one.VantagePoint), Text(one.VantagePoint)),
        (nameof(one.Key), Text(one.Key)),
        (nameof(one.Kind), Text(one.Kind)),
        (nameof(one.Expected), JsonValue.From(one.Expected)),
        (nameof(one.Level), Text(one.Level)),
        (nameof(one.Old), one.Old is { } old ? ToValue(old) : null),
        (nameof(one.New), one.New is { } current ? ToValue(current) : null),
        (nameof(one.Why), Text(one.Why)),
        (nameof(one.Owner), Text(one.Owner)),
        (nameof(one.PinFollowedKey), Flag(one.PinFollowedKey)),
        (nameof(one.Evidence), Text(one.Evidence)));

    private static JsonValue ToValue(PinCheckFacts one) => Object(
        (nameof(one.Pin), Text(one.Pin)),
        (nameof(one.Issuer), Text(one.Issuer)),
        (nameof(one.Anchor), Text(one.Anchor)),
        (nameof(one.NotAfter), Date(one.NotAfter)),
        (nameof(one.Path), Texts(one.Path)),
        (nameof(one.Level), Text(one.Level)),
        (nameof(one.Verdict), Text(one.Verdict)),
        (nameof(one.Addresses), Texts(one.Addresses)),
        (nameof(one.Pins), Texts(one.Pins)));

    internal static JsonValue ToValue(PinCheckAlert one) => Object(
        (nameof(one.Id), Text(one.Id)),
        (nameof(one.State), Text(one.State)),
        (nameof(one.Level), Text(one.Level)),
        (nameof(one.Reason), Text(one.Reason)),
        (nameof(one.LeafPin), Text(one.LeafPin)),
        (nameof(one.Endpoints), Texts(one.Endpoints)),
        (nameof(one.EndpointCount), Number(one.EndpointCount)),
        (nameof(one.Owner), Text(one.Owner)),
        (nameof(one.Since), Date(one.Since)),
        (nameof(one.Expected), JsonValue.From(one.Expected)),
        (nameof(one.Why), Text(one.Why)),
        (nameof(one.Fix), Text(one.Fix)),
        (nameof(one.Evidence), Text(one.Evidence)),
        (nameof(one.AcknowledgedUntil), Date(one.AcknowledgedUntil)),
        (nameof(one.AcknowledgedReason), Text(one.AcknowledgedReason)));

    private static JsonValue ToValue(PinCheckKey one) => Object(
        (nameof(one.Pin), Text(one.Pin)),
        (nameof(one.NotAfter), Date(one.NotAfter)),
        (nameof(one.Level), Text(one.Level)),
        (nameof(one.Endpoints), Texts(one.Endpoints)));

    private static JsonValue ToValue(PinCheckCertificate one) => Object(
        (nameof(one.Role), Text(one.Role)),
        (nameof(one.Pin), Text(one.Pin)),
        (nameof(one.Subject), Text(one.Subject)),
        (nameof(one.NotAfter), Date(one.NotAfter)),
        (nameof(one.Matched), Flag(one.Matched)),
        (nameof(one.SentByServer), Flag(one.SentByServer)));

    private static JsonValue ToValue(PinCheckView one) => Object(
        (nameof(one.VantagePoint), Text(one.VantagePoint)),
        (nameof(one.Address), Text(one.Address)),
        (nameof(one.LeafPin), Text(one.LeafPin)),
        (nameof(one.Anchor), Text(one.Anchor)),
        (nameof(one.Verdict), Text(one.Verdict)));

    private static JsonValue Object(params (string Key, JsonValue? Value)[] members) => JsonObject.From(members);

    private static JsonValue? Text(string? text) => text is { Length: > 0 } ? JsonValue.From(text) : null;

    private static JsonValue? Texts(string[] texts) =>
        texts.Length == 0 ? null : JsonValue.Array([.. texts.Select(JsonValue.From)]).InOneLine();

    private static JsonValue? List<T>(T[] items, Func<T, JsonValue> write) =>
        items.Length == 0 ? null : JsonValue.Array([.. items.Select(item => write(item).InOneLine())]);

    private static JsonValue Number(int number) => JsonValue.From(number);

    /// <summary>Rounded to the millisecond: nobody needs more.</summary>
    private static JsonValue Number(double number) =>
        JsonValue.Number(Math.Round(number, 3).ToString("0.###", CultureInfo.InvariantCulture));

    private static JsonValue? Flag(bool flag) => flag ? JsonValue.From(true) : null;

    private static JsonValue? Date(DateTime? date) =>
        date is { } given && given != default ? JsonValue.From(CheckDate.Format(given)) : null;

    private static JsonValue? Columns(IDictionary columns)
    {
        if (columns.Count == 0) return null;
        var members = new List<KeyValuePair<string, JsonValue>>();
        foreach (DictionaryEntry column in columns)
            members.Add(new(Convert.ToString(column.Key, CultureInfo.InvariantCulture) ?? "", Cell(column.Value)));
        return JsonValue.Object(members);
    }

    private static JsonValue Cell(object? cell) => cell switch
    {
        null => JsonValue.Null,
        string text => JsonValue.From(text),
        bool flag => JsonValue.From(flag),
        int or long or short or byte => JsonValue.From(Convert.ToInt64(cell, CultureInfo.InvariantCulture)),
        DateTime date => JsonValue.From(CheckDate.Format(date)),
        IEnumerable items => JsonValue.Array([.. items.Cast<object?>().Select(Cell)]),
        _ => JsonValue.From(Convert.ToString(cell, CultureInfo.InvariantCulture) ?? ""),
    };
}
