using System;
using System.IO;
using System.Linq;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Checks.Reports;

/// <summary>The certificates of a violation, where the verdict is not there: from what lies beside the state.</summary>
public sealed class Rfc7469ReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestCertificate _root = TestCertificate.Root("root.example");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void They_come_from_the_evidence(bool isAbsolute)
    {
        TestCertificate leaf = _root.Issue("localhost");
        string file = Write("nightly.evidence/3c.pem", leaf);

        JsonValue report = Report(isAbsolute ? file : "nightly.evidence/3c.pem", out int warnings);

        Assert.Equal(0, warnings);
        Assert.Equal(Pem(leaf), Assert.Single(report.Find("served-certificate-chain")!.Items).Text);
        Assert.Equal(
            [Pem(leaf), Pem(_root)], report.Find("validated-certificate-chain")!.Items.Select(item => item.Text));
    }

    /// <summary>A saved result may name any file.</summary>
    [Theory]
    [InlineData("../secret.pem")]
    [InlineData("/secret.pem")]
    [InlineData("nightly.evidence/../../secret.pem")]
    [InlineData("nightly.evidence/absent.pem")]
    [InlineData("NUL")]
    [InlineData("")]
    public void Nothing_else_is_read(string evidence)
    {
        Write("../secret.pem", _root);

        JsonValue report = Report(evidence.Replace("NUL", "\0", StringComparison.Ordinal), out int warnings);

        Assert.Equal(1, warnings);
        Assert.Empty(report.Find("served-certificate-chain")!.Items);
    }

    private JsonValue Report(string evidence, out int warnings)
    {
        PinCheckDetail detail = SampleSummary.Create().Details[1] with { Evidence = evidence };
        PinReport report = Reporting.Of(
            SampleSummary.Of([detail]) with { StateFile = _folder.File("state/nightly.state.jsonl") });
        JsonValue value = JsonReader.Parse(new Rfc7469Report().Write(report), "report");
        warnings = report.Warnings.Count;
        return value;
    }

    private string Write(string name, TestCertificate leaf)
    {
        string file = _folder.File("state/" + name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(
            file,
            $"# What the server sent, in its order:\n{Pem(leaf)}# The chain that was built from it, leaf first:\n"
                + Pem(leaf) + Pem(_root));
        return file;
    }

    private static string Pem(TestCertificate one) => one.Certificate.ExportCertificatePem() + "\n";
}
