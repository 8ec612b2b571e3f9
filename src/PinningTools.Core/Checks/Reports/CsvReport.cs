using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// One line for each endpoint, for spreadsheets and Import-Csv, the same in every culture. A text that a spreadsheet
/// could take for a formula gets a leading apostrophe, also if the formula could begin after a separator of another
/// culture. Numbers stay numbers.
/// </summary>
internal sealed class CsvReport : IPinReportFormat
{
    private const string Formulas = "=+-@\t\r\uFF1D\uFF0B\uFF0D\uFF20";
    private const string Separators = ";,\t|";

    private static readonly (string Name, Func<PinCheckSummary, PinCheckDetail, string> Cell)[] s_columns =
    [
        ("Check", (run, _) => Text(run.Name)),
        ("RunId", (run, _) => Text(run.RunId)),
        ("At", (run, _) => Date(run.Finished)),
        ("Level", (_, one) => Text(one.Level)),
        ("Row", (_, one) => Number(one.Row)),
        ("Key", (_, one) => Text(one.Key)),
        ("HostName", (_, one) => Text(one.HostName)),
        ("Port", (_, one) => Number(one.Port)),
        ("Address", (_, one) => Text(one.Address)),
        ("Owner", (_, one) => Text(one.Owner)),
        ("Verdict", (_, one) => Text(one.Verdict)),
        ("Reason", (_, one) => Text(one.Reason)),
        ("DaysLeft", (_, one) => Number(one.DaysLeft)),
        ("NotAfter", (_, one) => Date(one.NotAfter)),
        ("ChainNotAfter", (_, one) => Date(one.ChainNotAfter)),
        ("ExpiresFirst", (_, one) => Text(one.ExpiresFirst)),
        ("Issuer", (_, one) => Text(one.Issuer)),
        ("Anchor", (_, one) => Text(one.Anchor)),
        ("LeafPin", (_, one) => Text(one.LeafPin)),
        ("MatchedPin", (_, one) => Text(one.MatchedPin)),
        ("MatchedRole", (_, one) => Text(one.MatchedRole)),
        ("Pattern", (_, one) => Text(one.Pattern)),
        ("PinSetExpires", (_, one) => Date(one.PinSetExpires)),
        ("SparePins", (_, one) => Number(one.SparePins)),
        ("Since", (_, one) => Date(one.Since)),
        ("KeySince", (_, one) => Date(one.KeySince)),
        ("FailedRuns", (_, one) => Number(one.FailedRuns)),
        ("Tag", (_, one) => Text(string.Join(" ", one.Tag))),
        ("Message", (_, one) => Text(EscapedText.Joined(one.Message))),
        ("Fix", (_, one) => Text(one.Fix)),
    ];

    public string Name => "Csv";

    public IReadOnlyList<string> Extensions { get; } = [".csv"];

    public bool IsByLine => false;

    public string Write(PinReport report)
    {
        var text = new StringBuilder().Append(string.Join(",", s_columns.Select(column => column.Name))).Append('\n');
        foreach (PinCheckSummary run in report.Runs)
        {
            foreach (PinCheckDetail detail in run.Details)
            {
                for (int i = 0; i < s_columns.Length; i++)
                    text.Append(i == 0 ? "" : ",").Append(s_columns[i].Cell(run, detail));
                text.Append('\n');
            }
        }

        return text.ToString();
    }

    internal static string Text(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        string plain = EscapedText.Line(text);
        var cell = new StringBuilder().Append('"');
        for (int i = 0; i < plain.Length; i++)
        {
            bool isFirst = i == 0 || Separators.IndexOf(plain[i - 1]) >= 0;
            if (isFirst && Formulas.IndexOf(plain[i]) >= 0) cell.Append('\'');
            if (plain[i] == '"') cell.Append('"');
            cell.Append(plain[i]);
        }

        return cell.Append('"').ToString();
    }

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Date(DateTime? date) => date is { } given && given != default ? CheckDate.Format(given) : "";
}
