using System;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.Verification;

/// <summary>What is computed after the handshake lies under its deadline, and the caller's stop reaches it.</summary>
public sealed class ChainWorkTests
{
    private static readonly TlsTarget s_target = TlsTarget.Parse("localhost", 443);
    private static readonly TestCertificate s_root = TestCertificate.Root("Root");
    private static readonly TestCertificate s_leaf = s_root.Issue("localhost");

    private static TrustSettings Trust { get; } = TrustSettings.FromAnchors([DerCertificate.Parse(s_root.Der)]);

    [Fact]
    public async Task A_search_is_told_to_end_before_the_deadline_and_what_it_knows_counts()
    {
        string result = await ChainWork.RunAsync(
            stop =>
            {
                stop.WaitHandle.WaitOne();
                // What is begun is brought to its end.
                Thread.Sleep(100);
                return "known";
            },
            CheckUnder(Trust.WithRevocation()), TimeSpan.FromSeconds(5), CancellationToken.None);

        Assert.Equal("known", result);
    }

    [Fact]
    public async Task A_search_that_knows_nothing_by_then_is_a_time_out()
    {
        ConnectionFailure failure = await Assert.ThrowsAsync<ConnectionFailure>(() => ChainWork.RunAsync<string>(
            stop =>
            {
                stop.WaitHandle.WaitOne();
                throw new OperationCanceledException(stop);
            },
            CheckUnder(Trust), TimeSpan.FromMilliseconds(50), CancellationToken.None));

        Assert.Equal((Verdict.TimedOut, VerdictReason.DuringChainBuild), (failure.Verdict, failure.Reason));
    }

    [Fact]
    public async Task The_callers_stop_reaches_the_search()
    {
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ChainWork.RunAsync(
            stop =>
            {
                stop.WaitHandle.WaitOne();
                return "unheard";
            },
            CheckUnder(Trust), TimeSpan.FromHours(1), source.Token));
    }

    [Fact]
    public void A_mismatch_whose_other_paths_were_not_found_in_time_stays_a_mismatch()
    {
        using var source = new CancellationTokenSource();
        PresentedChain presented = PresentedChain.From([DerCertificate.Parse(s_leaf.Der)]);
        Evaluation evaluation =
            Evaluation.Create(presented, HostName.Parse("localhost"), Trust, DateTime.UtcNow, source.Token);
        source.Cancel();
        var policy = new PinPolicy { Pins = [SpkiPin.Parse(TestCertificate.Root("Spare").Pin)], Trust = Trust };

        PinVerdict verdict =
            VerdictMaker.Decide(new VerdictBasis(evaluation, s_target, policy, DateTime.UtcNow), ConnectionFacts.None);

        Assert.Equal(Verdict.PinMismatch, verdict.Verdict);
    }

    private static PinCheck CheckUnder(TrustSettings trust) =>
        new(s_target, PinPolicy.NotPinned(trust), new ConnectionOptions());
}
