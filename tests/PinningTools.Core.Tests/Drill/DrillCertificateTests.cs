using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Drill;

/// <summary>The certificates of a drill: valid for every client, but for what the mode makes wrong.</summary>
public sealed class DrillCertificateTests : IDisposable
{
    private readonly DrillAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData(DrillMode.BogusChain, "api.example", true, true)]
    [InlineData(DrillMode.BogusChain, "192.0.2.7", true, true)]
    [InlineData(DrillMode.PinnedCertificateAppended, "api.example", true, true)]
    [InlineData(DrillMode.WrongHost, "api.example", true, false)]
    [InlineData(DrillMode.SelfSigned, "api.example", false, true)]
    public void A_mode_makes_one_thing_wrong(DrillMode mode, string host, bool isTrusted, bool isNamed)
    {
        ImpostorIdentity identity = _authority.Identify(HostName.Parse(host), mode, [[1, 2, 3]]);
        using var leaf = new X509Certificate2(identity.Certificates[0]);
        using var root = new X509Certificate2(_authority.Certificate);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;

        Assert.Equal(isTrusted, chain.Build(leaf));
        Assert.Equal(isNamed, leaf.MatchesHostname(host));
        Assert.Equal(mode == DrillMode.PinnedCertificateAppended ? 2 : 1, identity.Certificates.Length);
    }

    [SkippableFact]
    public async Task OpenSSL_accepts_them_under_its_strict_rules()
    {
        string? openssl = Tool.Find("openssl");
        Skip.If(openssl is null, "openssl is not installed.");
        using var folder = new TemporaryFolder();
        byte[] leaf = _authority.Identify(HostName.Parse("api.example"), DrillMode.BogusChain, []).Certificates[0];
        await File.WriteAllBytesAsync(folder.File("ca.pem"), PemWriter.Write("CERTIFICATE", _authority.Certificate));
        await File.WriteAllBytesAsync(folder.File("leaf.pem"), PemWriter.Write("CERTIFICATE", leaf));

        ToolResult result = await Tool.RunAsync(openssl!,
        [
            "verify", "-x509_strict", "-purpose", "sslserver", "-verify_hostname", "api.example", "-CAfile",
            folder.File("ca.pem"), folder.File("leaf.pem"),
        ]);

        Assert.True(result.ExitCode == 0, result.Error);
    }

    [Fact]
    public void No_two_drills_have_one_authority()
    {
        using var other = new DrillAuthority();

        Assert.NotEqual(_authority.Certificate, other.Certificate);
        Assert.NotEqual(
            DerCertificate.Parse(_authority.Certificate).Subject, DerCertificate.Parse(other.Certificate).Subject);
    }

    /// <summary>Only the certificates that clients have to trust are in the files, and they go with the drill.</summary>
    [Fact]
    public void The_files_hold_no_key_and_are_removed()
    {
        string folder;
        using (var files = new DrillFolder(_authority.Certificate))
        {
            folder = Path.GetDirectoryName(files.Bundle)!;
            string[] texts = [.. Directory.GetFiles(folder).Select(File.ReadAllText)];

            Assert.Equal(2, texts.Length);
            Assert.All(texts, text => Assert.DoesNotContain("PRIVATE KEY", text, StringComparison.Ordinal));
            Assert.Equal(SystemRoots.Known.All.Count + 1, CertificateFile.Read(files.Bundle).Count());
#if !NETSTANDARD_LEG
            if (!OperatingSystem.IsWindows())
                Assert.Equal(
                    UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                    File.GetUnixFileMode(folder) & (UnixFileMode)0x1FF);
#endif
        }

        Assert.False(Directory.Exists(folder));
    }

    /// <summary>A client that the machine leads past proxies is led to the interceptor all the same.</summary>
    [Fact]
    public void The_environment_of_a_client_leads_to_the_interceptor_alone()
    {
        using var files = new DrillFolder(_authority.Certificate);
        var start = new ProcessStartInfo("client");
        foreach (string name in new[] { "NO_PROXY", "no_proxy" }) start.Environment[name] = "*";
        foreach (string name in new[] { "HTTPS_PROXY", "SSL_CERT_FILE" }) start.Environment[name] = "elsewhere";

        files.Prepare(start, "http://127.0.0.1:8080");

        Assert.DoesNotContain(start.Environment.Keys, name => name.Equals("NO_PROXY", StringComparison.OrdinalIgnoreCase));
        Assert.Equal("http://127.0.0.1:8080", start.Environment["HTTPS_PROXY"]);
        Assert.Equal(files.Bundle, start.Environment["SSL_CERT_FILE"]);
    }
}
