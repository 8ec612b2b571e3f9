using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Support;
using PinningTools.Tests.Verification;

namespace PinningTools.Tests.Checks;

/// <summary>
/// A check with a memory, run after run, against servers that are nothing but their certificates: what the verdicts are
/// made of is real, and no time passes but the time that a test lets pass.
/// </summary>
internal sealed class SimulatedCheck : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    internal SimulatedCheck()
    {
        State = new CheckFiles(_folder.File("nightly.state.jsonl"));
    }

    internal static TestCertificate Root { get; } = TestCertificate.Root("Root");

    internal static TestCertificate Authority { get; } = Root.IssueAuthority("Authority");

    internal static TestCertificate OtherAuthority { get; } = Root.IssueAuthority("Other authority");

    internal static string Spare { get; } = TestCertificate.SelfSigned("spare").Pin;

    internal CheckFiles State { get; }

    internal DateTime Now { get; set; } = UtcDate.Now;

    internal int UnreachableRuns { get; set; } = 2;

    /// <summary>What each host shows, from each of its addresses; null is no answer.</summary>
    internal Dictionary<string, TestCertificate?[]> Servers { get; } = [];

    /// <summary>The pins of each host of the list.</summary>
    internal Dictionary<string, string[]> Pins { get; } = [];

    /// <summary>The hosts that an inspection reads, with what they prove.</summary>
    internal Dictionary<string, (HandshakeProof Proof, ProofStrength Strength)> Inspected { get; } = [];

    /// <summary>The hosts whose rows allow that.</summary>
    internal HashSet<string> Allowed { get; } = [];

    /// <summary>The hosts that there is no time for.</summary>
    internal HashSet<string> Late { get; } = [];

    /// <summary>The trust anchors of the list.</summary>
    internal List<TestCertificate> Roots { get; } = [Root];

    internal bool IsFiltered { get; set; }

    internal List<string> Warnings { get; } = [];

    internal CheckState Known => CheckStateFile.Look(State);

    internal IReadOnlyList<PinCheckChange> Log => [.. new CheckChangeFile(State.Changes).Read()];

    internal static TestCertificate Leaf(string host, TestCertificate? issuer = null, int days = 89) =>
        (issuer ?? Authority).Issue(host, new CertificateOptions { NotAfter = DateTimeOffset.UtcNow.AddDays(days + 0.5) });

    /// <summary>A host in the list with a server, pinned by its key and a spare.</summary>
    internal TestCertificate Add(string host, params string[] more)
    {
        TestCertificate leaf = Leaf(host);
        Servers[host] = [leaf];
        Pins[host] = more.Length > 0 ? [leaf.Pin, .. more] : [leaf.Pin, Spare];
        return leaf;
    }

    /// <summary>One run, kept; a day passes before it where it is not the first.</summary>
    internal async Task<CheckOutcome> RunAsync(double days = 1, bool isKept = true)
    {
        if (Presence.Exists(State.State)) Now = Now.AddDays(days);
        var options = new CheckOptions
        {
            Rows = [],
            State = State.State,
            UnreachableRuns = UnreachableRuns,
            Clock = () => Now,
            Warn = Warnings.Add,
        };
        using CheckStateFile file = await CheckStateFile.OpenAsync(State, TimeSpan.Zero, CancellationToken.None);
        file.RequireClock(Now);
        var maker = new CheckResultMaker(new CheckExpiry(null, null), isSlim: false, "here");
        var results = new List<CheckResult>();
        foreach ((string host, string[] pins) in Pins) results.Add(await AskAsync(host, pins, maker));
        var memory = new CheckMemory(options, file, "nightly", "here", Now);
        CheckOutcome outcome = memory.Compare(results, IsFiltered);
        if (isKept) memory.Save(outcome);
        return outcome;
    }

    private async Task<CheckResult> AskAsync(string host, string[] pins, CheckResultMaker maker)
    {
        var row = new CheckRow
        {
            Number = 1,
            HostName = host,
            Pins = [.. pins.Select(SpkiPin.Parse)],
            Anchors = [.. Roots.Select(root => new CheckAnchor(root.Pem, IsPem: true))],
            Owner = "team of " + host,
            AllowInspected = Allowed.Contains(host),
        };
        CheckEndpoint endpoint = CheckEndpoint.From(row, new CheckOrder(), new CheckAnchors(), () => new StorePolicies(new PinStore()));
        if (Late.Contains(host)) return CheckResultMaker.Miss(endpoint);
        var verdicts = new List<PinVerdict>();
        int number = 1;
        foreach (TestCertificate? shown in Servers[host])
        {
            string address = $"127.0.0.{number++}";
            verdicts.Add(shown is null ? Unreachable(endpoint) : await JudgeAsync(endpoint, shown, address));
        }

        return maker.Make(endpoint, verdicts, Now);
    }

    private Task<PinVerdict> JudgeAsync(CheckEndpoint endpoint, TestCertificate shown, string address)
    {
        PresentedChain presented = Offline.Presented(shown.Chain.SkipLast(1));
        var facts = new ConnectionFacts { Address = address };
        if (Inspected.TryGetValue(endpoint.Target.Host.Value, out var proven))
        {
            var server = new InspectedServer
            {
                Presented = presented, Proof = proven.Proof, Strength = proven.Strength, Version = 0x301, CipherSuite = 0x2F,
            };
            var failed = new ConnectionFailure(
                Verdict.HandshakeFailed, VerdictReason.ProtocolRefused,
                Faults.HandshakeFailed(endpoint.Target.ToString(), "the server refused."));
            facts = new InspectedConnection(server, address, TimeSpan.Zero, new TlsRecordLog()).FactsAfter(failed);
        }

        Evaluation evaluation = Evaluation.Create(
            presented, endpoint.Target.JudgedName, endpoint.Policy.Trust, UtcDate.Now);
        return Task.FromResult(VerdictMaker.Decide(
            new VerdictBasis(evaluation, endpoint.Target, endpoint.Policy, UtcDate.Now) { Inspection = facts.Inspection },
            facts));
    }

    private static PinVerdict Unreachable(CheckEndpoint endpoint) => VerdictMaker.NotConnected(
        endpoint.Target,
        new ConnectionFailure(
            Verdict.ConnectFailed, VerdictReason.ConnectionRefused,
            Faults.TimedOut(endpoint.Target.ToString(), "connecting", TimeSpan.FromSeconds(1)), null),
        TimeSpan.Zero);

    public void Dispose() => _folder.Dispose();
}
