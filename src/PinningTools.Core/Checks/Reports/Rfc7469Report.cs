using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// Reports of pin violations as defined in RFC 7469, section 3: one object for each line, to be posted separately.
/// The certificates come from the verdict, or else from the evidence that is kept beside the state.
/// </summary>
internal sealed class Rfc7469Report : IPinReportFormat
{
    /// <summary>The line before the second chain in a file of evidence.</summary>
    private const string BuiltChain = "\n# The chain that was built from it";

    private static readonly string[] s_violations = ["PinMismatch", "VetoedPin", "NotProven"];

    public string Name => "Rfc7469";

    public IReadOnlyList<string> Extensions { get; } = [];

    public bool IsByLine => true;

    public string Write(PinReport report)
    {
        var text = new StringBuilder();
        foreach (PinCheckSummary run in report.Runs)
            foreach (PinCheckDetail detail in run.Details.Where(IsViolation))
                text.Append(JsonWriter.WriteCompact(Violation(report, run, detail))).Append('\n');
        return text.ToString();
    }

    internal static bool IsViolation(PinCheckDetail detail) => s_violations.Contains(detail.Verdict);

    internal static JsonValue Violation(PinReport report, PinCheckSummary run, PinCheckDetail detail)
    {
        HostPattern? pattern = Pattern(detail.Pattern);
        (string[] served, string[] validated) = Chains(report, run, detail);
        return JsonObject.From(
            ("date-time", JsonValue.From(CheckDate.Format(run.Finished))),
            ("hostname", JsonValue.From(detail.HostName)),
            ("port", detail.Port is { } port ? JsonValue.From(port) : null),
            ("effective-expiration-date",
                detail.PinSetExpires is { } end ? JsonValue.From(CheckDate.Format(end)) : null),
            ("include-subdomains", JsonValue.From(pattern is { Kind: not HostPatternKind.Exact })),
            ("noted-hostname", JsonValue.From(pattern?.Host.ToString() ?? detail.HostName)),
            ("served-certificate-chain", Texts(served)),
            ("validated-certificate-chain", Texts(validated)),
            ("known-pins", Texts([.. detail.KnownPins.Select(Directive)])));
    }

    private static JsonValue Texts(string[] texts) => JsonValue.Array([.. texts.Select(JsonValue.From)]);

    private static string Directive(string pin) =>
        pin.StartsWith("sha256/", StringComparison.Ordinal) ? $"pin-sha256=\"{pin.Substring(7)}\"" : pin;

    private static (string[] Served, string[] Validated) Chains(
        PinReport report, PinCheckSummary run, PinCheckDetail detail)
    {
        if (detail.Result is { } verdict)
            return (Pem(verdict.PresentedChain), Pem(verdict.Chain.Where(one => one.InValidatedChain == true)));
        string kept = Evidence(run, detail);
        if (kept.Length == 0)
            report.Warn(
                $"{ReportWords.Label(detail)}: The certificates are not in the result, and there is no evidence file. "
                    + "The report contains no certificates.");
        int built = kept.IndexOf(BuiltChain, StringComparison.Ordinal);
        return built < 0 ? (Pem(kept), []) : (Pem(kept.Substring(0, built)), Pem(kept.Substring(built)));
    }

    private static string[] Pem(IEnumerable<PinRecord> chain) =>
        [.. chain.Select(one => Encoding.ASCII.GetString(PemWriter.Write("CERTIFICATE", one.GetRawCertificate())))];

    private static string[] Pem(string text)
    {
        using var reader = new StringReader(text);
        return
        [
            .. PemReader.Read(reader, "the evidence").Where(block => block is { Label: "CERTIFICATE", Fault: null })
                .Select(block => Encoding.ASCII.GetString(PemWriter.Write(block.Label, block.Data))),
        ];
    }

    /// <summary>
    /// A result that was read from a file may name any path: only a file beside the state is read.
    /// </summary>
    private static string Evidence(PinCheckSummary run, PinCheckDetail detail)
    {
        if (detail.Evidence.Length == 0 || run.StateFile is not { Length: > 0 } state) return "";
        try
        {
            string folder = Path.GetDirectoryName(Path.GetFullPath(state)) + Path.DirectorySeparatorChar;
            string file = Path.GetFullPath(Path.Combine(folder, detail.Evidence));
            return file.StartsWith(folder, StringComparison.Ordinal) ? UnicodeFile.Read(file) : "";
        }
        catch (Exception error) when (error is PinningException or ArgumentException or NotSupportedException)
        {
            return "";
        }
    }

    /// <summary>Null for pins of the row, or if the pattern in a file is not valid.</summary>
    private static HostPattern? Pattern(string? text)
    {
        try
        {
            return text is { Length: > 0 } ? HostPattern.Parse(text) : null;
        }
        catch (PinningException)
        {
            return null;
        }
    }
}
