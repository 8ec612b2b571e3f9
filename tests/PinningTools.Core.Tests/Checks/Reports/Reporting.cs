using System.Collections.Generic;
using System.Collections.Specialized;
using System.Linq;
using System.Reflection;
using PinningTools.Internal;

namespace PinningTools.Tests.Checks.Reports;

/// <summary>Writes reports for tests, and makes results in which a stranger has written everything.</summary>
internal static class Reporting
{
    internal static IEnumerable<string> Formats => PinReportFormats.All.Select(format => format.Name);

    internal static string Write(string format, params PinCheckSummary[] runs) =>
        PinReportFormats.Get(format).Write(Of(runs));

    internal static PinReport Of(params PinCheckSummary[] runs) =>
        new(runs, new PinReportOptions { Version = "1.2.3", Engine = "7.6.9" });

    /// <summary>The summary with that text in every member of every part that holds a text.</summary>
    internal static PinCheckSummary Poisoned(PinCheckSummary clean, string text)
    {
        PinCheckChange change = Poison(new PinCheckChange(), text) with { Old = new PinCheckFacts { Pin = text }, New = Poison(new PinCheckFacts(), text) };
        PinCheckDetail detail = Poison(new PinCheckDetail(), text) with
        {
            Level = "Critical",
            Verdict = "PinMismatch",
            NotAfter = clean.Started.AddDays(3),
            ChainNotAfter = clean.Started.AddDays(2),
            PinSetExpires = clean.Started.AddDays(1),
            DaysLeft = 2,
            FailedRuns = 1,
            Since = clean.Started,
            KeySince = clean.Started,
            Port = 443,
            Columns = new OrderedDictionary { [text + "x"] = text },
            Chain = [Poison(new PinCheckCertificate(), text)],
            Views = [Poison(new PinCheckView(), text), Poison(new PinCheckView(), text) with { VantagePoint = "b" }],
            Changes = [change],
        };
        PinCheckDetail warned = detail with { Level = "Warning", Verdict = "Match", Key = text + "2" };
        PinCheckDetail fine = detail with { Level = "Ok", Verdict = text, Key = text + "3" };
        PinCheckDetail odd = detail with { Level = text, Verdict = text, Key = text + "4" };
        PinCheckAlert alert = Poison(new PinCheckAlert(), text) with { State = "new", EndpointCount = 1 };
        return Poison(clean, text) with
        {
            Level = "Critical",
            Details = [detail, warned, fine, odd],
            Alerts = [alert, alert with { State = "acknowledged", AcknowledgedUntil = clean.Started }],
            Changes = [change],
            Keys = [Poison(new PinCheckKey(), text) with { Endpoints = [text, text + "2"] }],
            Critical = 1,
            Warning = 1,
            Ok = 1,
            Unknown = 1,
            Checked = 4,
        };
    }

    private static T Poison<T>(T record, string text)
        where T : class
    {
        // A record's clone, so that the original stays clean.
        var copy = (T)typeof(T).GetMethod("<Clone>$", BindingFlags.Public | BindingFlags.Instance)!.Invoke(record, null)!;
        foreach (PropertyInfo property in typeof(T).GetProperties().Where(property => property.CanWrite))
        {
            if (property.PropertyType == typeof(string)) property.SetValue(copy, text);
            else if (property.PropertyType == typeof(string[])) property.SetValue(copy, new[] { text });
        }

        return copy;
    }
}
