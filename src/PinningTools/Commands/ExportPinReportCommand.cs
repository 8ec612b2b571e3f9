using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>
/// Writes the result of a check as a report for people or programs: a page, metrics, the output of a monitoring plugin,
/// test results or a mail.
/// </summary>
[Cmdlet(VerbsData.Export, "PinReport", SupportsShouldProcess = true)]
[OutputType(typeof(string), typeof(PinCheckSummary))]
public sealed class ExportPinReportCommand : PumpedCmdlet
{
    private ReportInput? _input;
    private IPinReportFormat? _format;
    private string? _file;

    /// <summary>
    /// The output of Invoke-PinCheck, also from a job or another session; or files that this command wrote as JSON or
    /// HTML, given as paths, file objects or text. Several results make one report.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    public object?[] InputObject { get; set; } = [];

    /// <summary>
    /// The path of the file to write. Without this parameter, the report is written to the pipeline as text.
    /// </summary>
    [Parameter(Position = 0)]
    [Alias("LiteralPath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>
    /// The format of the report: Html, Prometheus, Nagios, JUnit, Json, JsonLines, Csv, Markdown, Text, Mail or Rfc7469.
    /// By default, the extension of -Path decides: .html, .prom, .xml, .json, .jsonl, .csv, .md, .txt or .eml. Without
    /// -Path, this parameter is required.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(ReportFormatCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Format { get; set; }

    /// <summary>
    /// Limits the report, its counts and the exit code to the endpoints of these owners. Wildcards are allowed.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(OwnerCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Owner { get; set; } = [];

    /// <summary>
    /// The maximum number of series for endpoints in the format Prometheus. If there would be more, only endpoints that
    /// are not Ok have series of their own, and there is a warning. The default is 20000.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 10000000)]
    public int MaxSeries { get; set; } = PinReportOptions.UsualMaxSeries;

    /// <summary>The sender of a mail, such as ops@example.com. Use this parameter with the format Mail.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? From { get; set; }

    /// <summary>
    /// The recipients of a mail; sendmail -t reads them from the file. Use this parameter with the format Mail.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] To { get; set; } = [];

    /// <summary>
    /// Passes the results on, so that the next command can write another report. Use this parameter with -Path.
    /// </summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>
    /// Ends the script or the PowerShell process with the exit code of the results: 0, 1, 2 or 3. The exit code is also 3
    /// if the report cannot be written.
    /// </summary>
    [Parameter]
    public SwitchParameter Exit { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => ScriptExit.OrLeave(this, Exit, () =>
    {
        if (PassThru && Path is null) throw new PinningException(Faults.ReportPassThruNeedsPath());
        if (Path is not null) _file = PathReader.Resolve(this, Path, literal: true)[0];
        _format = Format is null ? PinReportFormats.ForPath(_file ?? "") : PinReportFormats.Get(Format);
        if ((From is not null || To.Length > 0) && _format is not MailReport)
            throw new PinningException(Faults.ReportHasNoAddress(_format.Name));
        if (To.Append(From).FirstOrDefault(one => one is not null && !MimeText.IsAddress(one)) is { } bad)
            throw new PinningException(Faults.ReportAddressInvalid(bad));
        _input = new ReportInput(this, Exit ? error => ScriptExit.Report(this, error) : WriteError);
    });

    /// <inheritdoc/>
    protected override void ProcessRecord() => Array.ForEach(InputObject, _input!.Add);

    /// <inheritdoc/>
    protected override void EndProcessing() => ScriptExit.OrLeave(this, Exit, () =>
    {
        IReadOnlyList<PinCheckSummary> runs = _input!.Finish();
        if (runs.Count == 0) throw new PinningException(Faults.ReportEmpty(_file ?? _format!.Name));
        var report = new PinReport(Owner.Length == 0 ? runs : ReportInput.OfOwners(runs, Owner), new PinReportOptions
        {
            Engine = $"{(SessionState.PSVariable.GetValue("PSVersionTable") as IDictionary)?["PSVersion"]}",
            Owner = string.Join(", ", Owner),
            MaxSeries = MaxSeries,
            From = From ?? "",
            To = string.Join(", ", To),
        });
        string text = _format!.Write(report);
        foreach (string warning in report.Warnings) this.Warn(warning);
        if (_file is null) WriteObject(_format.IsByLine ? text.TrimEnd('\n').Split('\n') : text.TrimEnd('\n'), true);
        else if (ShouldProcess(_file, $"Write a report ({_format.Name}): {report.Sentence}"))
            AtomicFile.Write(AtomicFile.FollowLink(_file), text);
        if (PassThru) WriteObject(runs, enumerateCollection: true);
        if (Exit) ScriptExit.Leave(this, _input.HasFailed ? 3 : report.Whole.ExitCode);
    });
}
