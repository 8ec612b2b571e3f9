using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Support;
using Xunit;
using static PinningTools.Tests.Http.WebClient;

namespace PinningTools.Tests.Http;

/// <summary>
/// curl as a third opinion: for the same server and pin, curl --pinnedpubkey and we agree, but for the rows named here.
/// </summary>
public sealed class CurlTests : IDisposable
{
    private static readonly TestCertificate s_intermediate = Root.IssueAuthority("Intermediate");

    private static readonly Dictionary<string, TestCertificate> s_servers = new()
    {
        ["ec leaf"] = Leaf,
        ["rsa leaf"] = Root.Issue("localhost", new CertificateOptions { KeyKind = KeyKind.Rsa2048 }),
        ["leaf under an intermediate"] = s_intermediate.Issue("localhost"),
        ["self-signed"] = TestCertificate.SelfSigned("localhost"),
        ["expired"] = Root.Issue("localhost", new CertificateOptions
        {
            NotBefore = DateTimeOffset.UtcNow.AddDays(-10), NotAfter = DateTimeOffset.UtcNow.AddDays(-1),
        }),
        ["wrong name"] = Root.Issue("elsewhere.example"),
    };

    private readonly WebClient _client = new();

    public void Dispose() => _client.Dispose();

    [SkippableFact]
    public async Task We_agree_on_every_row_but_where_we_know_more()
    {
        string? curl = Tool.Find("curl");
        Skip.If(curl is null, "curl is not installed");
        using var folder = new TemporaryFolder();
        Root.WritePem(folder.File("root.pem"));
        var unexpected = new List<string>();
        int rows = 0;
        foreach ((string kind, TestCertificate certificate) in s_servers)
        {
            await using HttpTestServer server = await HttpTestServer.StartAsync(certificate);
            foreach ((string name, string[] pins) in Pins(certificate))
            {
                foreach (bool insecure in new[] { false, true })
                {
                    string list = string.Join(';', pins.Select(AsCurlWritesIt));
                    string[] trust = insecure ? ["-k"] : ["--cacert", folder.File("root.pem")];
                    ToolResult theirs = await Tool.RunAsync(
                        curl!, ["-sS", "--noproxy", "*", .. trust, "--pinnedpubkey", list, server.Uri.ToString()]);
                    bool theyPass = theirs.ExitCode == 0;
                    bool wePass = await PassesAsync(server.Uri, pins, insecure);
                    // curl looks at the leaf's key only; a pin of an authority in a chain that validates is ours alone.
                    bool isAuthority = name.StartsWith("an authority", StringComparison.Ordinal);
                    bool known = isAuthority && !insecure && wePass && !theyPass;
                    string how = insecure ? "-k" : "validated";
                    if (theyPass != wePass && !known)
                        unexpected.Add($"{kind}, {name}, {how}: curl {theirs.ExitCode}, we {wePass}");
                    rows++;
                }
            }
        }

        Assert.Empty(unexpected);
        Assert.InRange(rows, 30, int.MaxValue);
    }

    private static string AsCurlWritesIt(string pin) =>
        pin.StartsWith("sha256/", StringComparison.Ordinal) ? pin.Insert(7, "/") : pin;

    private static IEnumerable<(string Name, string[] Pins)> Pins(TestCertificate certificate)
    {
        string wrong = "sha256/" + Convert.ToBase64String(SHA256.HashData([1]));
        yield return ("the leaf's pin", [certificate.Pin]);
        yield return ("a wrong pin", [wrong]);
        yield return ("a wrong pin and the leaf's", [wrong, certificate.Pin]);
        yield return ("the leaf's pin and a wrong one", [certificate.Pin, wrong]);
        yield return ("several wrong pins", [wrong, Impostor.Pin]);
        yield return ("an authority's pin", [(certificate.Issuer ?? Root).Pin]);
        yield return ("the certificate's hash", ["sha256/" + Convert.ToBase64String(SHA256.HashData(certificate.Der))]);
        yield return ("a pin without padding", [certificate.Pin.TrimEnd('=')]);
        yield return ("a pin cut short", [certificate.Pin[..20]]);
    }

    private async Task<bool> PassesAsync(Uri uri, string[] pins, bool pinOnly)
    {
        try
        {
            var policy = new PinPolicy { Pins = [.. pins.Select(SpkiPin.Parse)] };
            PinnedWebRequest request = _client.Request(uri) with
            {
                Policies = new OverriddenPolicies(new InlinePins(PinnedWebRequest.TargetOf(uri), policy))
                {
                    Trust = pinOnly ? TrustSettings.PinOnly : Trust,
                },
            };
            return (await SendAsync(request)).Status == (int)HttpStatusCode.OK;
        }
        catch (PinningException)
        {
            return false;
        }
    }
}
