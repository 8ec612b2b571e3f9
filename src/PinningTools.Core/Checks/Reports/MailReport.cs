using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// A mail as a file (RFC 5322), for sendmail -t, a pickup folder or a mail API: the text first, with the HTML report
/// attached. No text from outside gets into a header unescaped.
/// </summary>
internal sealed class MailReport : IPinReportFormat
{
    private readonly TextReport _text = new();
    private readonly HtmlReport _html = new();

    public string Name => "Mail";

    public IReadOnlyList<string> Extensions { get; } = [".eml"];

    public bool IsByLine => false;

    public string Write(PinReport report)
    {
        PinCheckSummary whole = report.Whole;
        string id = CheckWord(report.Runs[0].RunId);
        string name = CheckWord(report.Runs.Count == 1 ? whole.Name : "checks");
        string machine = CheckWord(whole.VantagePoint.FirstOrDefault() ?? "");
        if (machine == "x") machine = "localhost";
        string boundary = $"=_pincheck_{name}_{id}";
        var mail = new StringBuilder();
        void Header(string header, string value) => mail.Append(header).Append(": ").Append(value).Append('\n');

        if (report.Options.From.Length > 0) Header("From", report.Options.From);
        else Header("From", $"PinningTools <pincheck@{machine}>");
        if (report.Options.To.Length > 0) Header("To", report.Options.To);
        Header("Subject", MimeText.Header(Subject(report)));
        Header("Date", whole.Finished.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture));
        Header("Message-ID", $"<pincheck.{name}.{id}@{machine}>");
        // RFC 3834: suppresses automatic replies.
        Header("Auto-Submitted", "auto-generated");
        Header("MIME-Version", "1.0");
        Header("Content-Type", $"multipart/mixed; boundary=\"{boundary}\"");
        mail.Append("\n--").Append(boundary).Append('\n');
        Header("Content-Type", "text/plain; charset=utf-8");
        Header("Content-Transfer-Encoding", "quoted-printable");
        mail.Append('\n').Append(MimeText.QuotedPrintable(_text.Write(report)));
        mail.Append("\n--").Append(boundary).Append('\n');
        Header("Content-Type", $"text/html; charset=utf-8; name=\"pincheck-{name}.html\"");
        Header("Content-Disposition", $"attachment; filename=\"pincheck-{name}.html\"");
        Header("Content-Transfer-Encoding", "base64");
        mail.Append('\n').Append(MimeText.Base64(Encoding.UTF8.GetBytes(_html.Write(report))));
        return mail.Append("\n--").Append(boundary).Append("--\n").ToString();
    }

    /// <summary>The worst part of the sentence: lists of mail show no more.</summary>
    private static string Subject(PinReport report)
    {
        int end = report.Sentence.IndexOf("; ", StringComparison.Ordinal);
        string worst = end < 0 ? report.Sentence : report.Sentence.Substring(0, end);
        return $"[{report.Whole.Level.ToUpperInvariant()}] {report.Title}: {worst}";
    }

    /// <summary>
    /// A name as a part of an identifier: all but ASCII letters, digits, dots and hyphens become underscores.
    /// </summary>
    private static string CheckWord(string text)
    {
        string word = new([.. text.Take(64).Select(letter =>
            letter is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '.' ? letter : '_')]);
        word = word.Trim('.', '_');
        return word.Length > 0 ? word : "x";
    }
}
