using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using PinningTools.Testing;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Checks.Reports;

/// <summary>Reports, hostile ones included, are read by the programs that they are meant for, where those are installed.</summary>
public sealed class ReportConsumerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("prometheus_client.parser", 0)]
    [InlineData("prometheus_client.openmetrics.parser", 0)]
    [InlineData("prometheus_client.parser", 100)]
    [InlineData("prometheus_client.openmetrics.parser", 100)]
    public async Task Metrics_are_read_by_both_parsers_of_Prometheus_client(string parser, int endpoints)
    {
        string python = await PythonWithAsync("prometheus_client");
        string text = Reporting.Write("Prometheus", Sample(endpoints));
        string script = $$"""
            import sys
            from {{parser}} import text_string_to_metric_families as read
            for family in read(sys.stdin.buffer.read().decode()):
                for sample in family.samples: print(sample.name, len(sample.labels), sample.value)
            """;

        ToolResult result = await Tool.RunAsync(python, ["-X", "utf8", "-c", script], text);

        Assert.True(result.ExitCode == 0, result.Error);
        int series = text.Split('\n').Count(line => line.Length > 0 && line[0] != '#');
        Assert.Equal(series, result.Output.Split('\n').Count(line => line.Length > 0));
    }

    [SkippableFact]
    public async Task Promtool_has_nothing_to_say_of_the_metrics()
    {
        ToolResult result = await Tool.RunAsync(
            Need("promtool"), ["check", "metrics"], Reporting.Write("Prometheus", SampleSummary.Create()));

        Assert.Equal(("", 0), (result.Error.Trim(), result.ExitCode));
    }

    [SkippableFact]
    public async Task Promtool_reads_the_rules_that_the_docs_have()
    {
        ToolResult result = await Tool.RunAsync(
            Need("promtool"), ["check", "rules", "--lint=all", "--lint-fatal", Repository.File("docs", "alerts.yml")]);

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
    }

    [SkippableFact]
    public async Task The_rules_fire_for_what_they_name()
    {
        string promtool = Need("promtool");
        File.Copy(Repository.File("docs", "alerts.yml"), _folder.File("alerts.yml"));
        File.Copy(
            Repository.File("tests", "PinningTools.Core.Tests", "Checks", "Reports", "Goldens", "alerts.test.yml"),
            _folder.File("alerts.test.yml"));

        ToolResult result = await Tool.RunAsync(promtool, ["test", "rules", _folder.File("alerts.test.yml")]);

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
    }

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(100)]
    public async Task Test_results_are_valid_by_a_schema_of_JUnit(int endpoints)
    {
        string file = _folder.File("night.xml");
        await File.WriteAllTextAsync(file, Reporting.Write("JUnit", Sample(endpoints)));
        string schema = Repository.File("tests", "PinningTools.Core.Tests", "Checks", "Reports", "Goldens", "junit.xsd");

        ToolResult result = await Tool.RunAsync(Need("xmllint"), ["--nonet", "--noout", "--schema", schema, file]);

        Assert.True(result.ExitCode == 0, result.Error);
    }

    [SkippableTheory]
    [InlineData("Json", "json.load(sys.stdin)")]
    [InlineData("JsonLines", "[json.loads(line) for line in sys.stdin]")]
    [InlineData("Rfc7469", "[json.loads(line) for line in sys.stdin]")]
    public async Task Json_is_read_by_Python(string format, string read)
    {
        ToolResult result = await Tool.RunAsync(
            Need("python3"), ["-X", "utf8", "-c", $"import json, sys; print(len({read}))"],
            Reporting.Write(format, SampleSummary.Create()));

        Assert.True(result.ExitCode == 0, result.Error);
    }

    [SkippableFact]
    public async Task A_table_is_read_by_Python()
    {
        const string Script = """
            import csv, sys
            rows = list(csv.DictReader(sys.stdin, strict=True))
            print(len(rows), all(None not in row and None not in row.values() for row in rows), rows[5]['DaysLeft'])
            """;

        ToolResult result = await Tool.RunAsync(
            Need("python3"), ["-X", "utf8", "-c", Script], Reporting.Write("Csv", SampleSummary.Create()));

        Assert.Equal("21 True -3", result.Output.Trim());
    }

    [SkippableFact]
    public async Task A_mail_is_read_by_Python_without_a_defect()
    {
        const string Script = """
            import email, email.policy, hashlib, sys
            mail = email.message_from_binary_file(sys.stdin.buffer, policy=email.policy.default)
            parts = list(mail.walk())
            print([part.get_content_type() for part in parts], [d for part in parts for d in part.defects])
            print(mail['Subject'])
            print(hashlib.sha256(parts[2].get_content().encode()).hexdigest())
            print(parts[1].get_content(), end='')
            """;
        PinCheckSummary summary = SampleSummary.Create() with { Name = "Z\u00FCrich" };

        ToolResult result = await Tool.RunAsync(
            Need("python3"), ["-X", "utf8", "-c", Script], Reporting.Write("Mail", summary));

        string[] lines = result.Output.Split('\n');
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal("['multipart/mixed', 'text/plain', 'text/html'] []", lines[0]);
        Assert.StartsWith("[CRITICAL] pin check Z\u00FCrich: 14 of 21 show a wrong key", lines[1], StringComparison.Ordinal);
        byte[] page = System.Text.Encoding.UTF8.GetBytes(Reporting.Write("Html", summary));
        Assert.Equal(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(page)).ToLowerInvariant(), lines[2]);
        Assert.Equal(Reporting.Write("Text", summary).TrimEnd('\n'), string.Join('\n', lines[3..]).TrimEnd('\n'));
    }

    private static PinCheckSummary Sample(int endpoints) =>
        endpoints == 0 ? SampleSummary.Create() : SampleSummary.Large(endpoints);

    private static string Need(string program)
    {
        string? path = Tool.Find(program);
        Skip.If(path is null, $"{program} is not installed.");
        return path!;
    }

    /// <summary>A machine may have several, and the package with one of them.</summary>
    private static async Task<string> PythonWithAsync(string module)
    {
        foreach (string python in new[] { Tool.Find("python3"), "/usr/bin/python3" }.OfType<string>().Where(File.Exists))
            if ((await Tool.RunAsync(python, ["-c", $"import {module}"])).ExitCode == 0) return python;
        throw new SkipException($"No python3 with {module} is installed.");
    }
}
