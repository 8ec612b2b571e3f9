using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.PinSets;

/// <summary>A first use is that of a host that the whole policy knows nothing of, the source's sets included.</summary>
public sealed class FirstUseTests : IAsyncDisposable
{
    private readonly PublishedStore _published = new();
    private readonly TestCertificate _real = TestCertificate.SelfSigned("localhost");
    private readonly TestCertificate _impostor = TestCertificate.SelfSigned("localhost");
    private readonly TlsTestServer _server;

    public FirstUseTests()
    {
        _server = TlsTestServer.Start(_impostor);
        File.WriteAllText(_published.Path, PinStoreJson.Write(_published.Local()));
    }

    private TlsTarget Target => TlsTarget.Parse($"localhost:{_server.Port}");

    private FirstUse First => new(_published.Path, new ConnectionOptions { Timeout = TimeSpan.FromSeconds(20) })
    {
        Complete = _published.CompleteAsync,
    };

    private PinSet? Recorded => PinStoreFile.Read(_published.Path).Find(Target.JudgedName, Target.Port);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _published.Dispose();
    }

    [Fact]
    public async Task A_host_that_the_source_pins_is_judged_by_that_set()
    {
        Publish(1, Pinned(Target.ToString()));

        (TlsTarget target, PinVerdict verdict) = await First.LookAsync(Target, CancellationToken.None);
        bool isNew = await First.RecordAsync(target, verdict, CancellationToken.None);

        Assert.Equal((Verdict.PinMismatch, false), (verdict.Verdict, isNew));
        Assert.Null(Recorded);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("**.localhost")]
    public async Task So_is_one_that_a_wider_set_of_it_covers(string pattern)
    {
        Publish(1, Pinned(pattern));

        Assert.Equal(Verdict.PinMismatch, (await First.LookAsync(Target, CancellationToken.None)).Verdict.Verdict);
    }

    [Fact]
    public async Task A_host_that_nothing_covers_is_recorded()
    {
        Publish(1, Pinned("other.example"));

        (TlsTarget target, PinVerdict verdict) = await First.LookAsync(Target, CancellationToken.None);

        Assert.True(await First.RecordAsync(target, verdict, CancellationToken.None));
        Assert.Equal(_impostor.Pin, Assert.Single(Recorded!.Pins).Pin);
    }

    /// <summary>Between the question and the answer the source begins to pin the host.</summary>
    [Fact]
    public async Task The_whole_policy_is_looked_through_again_before_the_key_is_recorded()
    {
        Publish(1, Pinned("other.example"));
        (TlsTarget target, PinVerdict verdict) = await First.LookAsync(Target, CancellationToken.None);
        Publish(2, Pinned(Target.ToString()));
        _published.LaterNow = PublishedStore.Now.AddDays(2);

        Assert.False(await First.RecordAsync(target, verdict, CancellationToken.None));

        Assert.Null(Recorded);
        Assert.Equal(Verdict.PinMismatch, (await First.LookAsync(Target, CancellationToken.None)).Verdict.Verdict);
    }

    [Fact]
    public async Task While_the_source_is_away_no_use_is_a_first_one()
    {
        await Assert.ThrowsAsync<PinningException>(() => First.LookAsync(Target, CancellationToken.None));

        Publish(1, Pinned("other.example"));
        (TlsTarget target, PinVerdict verdict) = await First.LookAsync(Target, CancellationToken.None);
        int connections = _server.Connections.Count;
        _published.Content = null;
        _published.LaterNow = PublishedStore.Now.AddDays(2);

        Assert.Equal("FirstUseUnsure", await FaultAsync(() => First.LookAsync(Target, CancellationToken.None)));
        Assert.Equal(
            "FirstUseUnsure", await FaultAsync(() => First.RecordAsync(target, verdict, CancellationToken.None)));
        Assert.Equal(connections, _server.Connections.Count);
        Assert.Null(Recorded);
    }

    /// <summary>A set of the source, copied into the file, would win over all later ones, their vetoes included.</summary>
    [Fact]
    public async Task A_set_of_the_source_is_not_copied_when_its_key_is_seen()
    {
        Publish(1, Pinned(Target.ToString(), _impostor));

        (TlsTarget target, PinVerdict verdict) = await First.LookAsync(Target, CancellationToken.None);
        await First.RecordAsync(target, verdict, CancellationToken.None);

        Assert.Equal(Verdict.Match, verdict.Verdict);
        Assert.Null(Recorded);
    }

    [Fact]
    public async Task A_key_of_the_file_that_is_seen_again_is_dated()
    {
        await PinStoreFile.UpdateAsync(_published.Path, store =>
        {
            store.Put(Pinned(Target.ToString(), _impostor));
            return true;
        }, CancellationToken.None);
        Publish(1, Pinned("other.example"));

        (TlsTarget target, PinVerdict verdict) = await First.LookAsync(Target, CancellationToken.None);

        Assert.False(await First.RecordAsync(target, verdict, CancellationToken.None));
        Assert.NotNull(Assert.Single(Recorded!.Pins).LastSeen);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_key_that_nothing_covers_is_recorded_on_yes_alone(bool yes)
    {
        Publish(1, Pinned("other.example"));
        int asked = 0;

        PinVerdict verdict = await Asking((_, shown) =>
        {
            asked++;
            Assert.Equal(_impostor.Pin, shown.Chain[0].Pin);
            return yes;
        }).LearnAsync(Target, CancellationToken.None);

        Assert.Equal(1, asked);
        Assert.Equal(
            (Verdict.NotPinned, yes ? VerdictReason.RecordedOnFirstUse : VerdictReason.None),
            (verdict.Verdict, verdict.Reason));
        Assert.Equal(yes, verdict.Message.Contains(_published.Path, StringComparison.Ordinal));
        Assert.Equal(yes ? _impostor.Pin : null, Recorded?.Pins[0].Pin);
        Assert.Null(First.RefusalIn(verdict));
    }

    [Fact]
    public async Task A_known_key_is_not_asked_about_and_another_one_is_refused()
    {
        Publish(1, Pinned("other.example"));
        await Asking((_, _) => true).LearnAsync(Target, CancellationToken.None);
        FirstUse again = Asking((_, _) => throw new InvalidOperationException("asked"));

        PinVerdict known = await again.LearnAsync(Target, CancellationToken.None);
        await PinStoreFile.UpdateAsync(_published.Path, store =>
        {
            store.Put(Pinned(Target.ToString(), _real));
            return true;
        }, CancellationToken.None);
        PinVerdict changed = await again.LearnAsync(Target, CancellationToken.None);

        Assert.True(known.Passed);
        Assert.Null(again.RefusalIn(known));
        Assert.Equal(Verdict.PinMismatch, changed.Verdict);
        Assert.Equal("KeyChanged", again.RefusalIn(changed)!.Fault.Id);
        Assert.Equal(_real.Pin, Recorded!.Pins[0].Pin);
    }

    /// <summary>What was shown is then judged by what somebody else pinned, and not trusted.</summary>
    [Fact]
    public async Task A_host_that_is_pinned_while_somebody_is_asked_is_judged_by_that()
    {
        Publish(1, Pinned("other.example"));

        PinVerdict verdict = await Asking((_, _) =>
        {
            Publish(2, Pinned(Target.ToString()));
            _published.LaterNow = PublishedStore.Now.AddDays(2);
            return true;
        }).LearnAsync(Target, CancellationToken.None);

        Assert.Equal(Verdict.PinMismatch, verdict.Verdict);
        Assert.Null(Recorded);
    }

    [Fact]
    public async Task A_host_that_is_not_there_is_a_verdict_and_no_refusal()
    {
        Publish(1, Pinned("other.example"));

        // Nobody listens on the discard port of a test machine.
        PinVerdict verdict = await Asking((_, _) => true).LearnAsync(
            TlsTarget.Parse("127.0.0.1:9"), CancellationToken.None);

        Assert.Equal(Verdict.ConnectFailed, verdict.Verdict);
        Assert.Null(First.RefusalIn(verdict));
    }

    private FirstUse Asking(Func<TlsTarget, PinVerdict, bool> answer) =>
        new(_published.Path, new ConnectionOptions { Timeout = TimeSpan.FromSeconds(20) })
        {
            Complete = _published.CompleteAsync,
            Ask = (target, verdict) => Task.FromResult(answer(target, verdict)),
        };

    private PinSet Pinned(string pattern, TestCertificate? certificate = null) => new(HostPattern.Parse(pattern))
    {
        Trust = TrustMode.PinOnly,
        Pins = [new PinSetPin(SpkiPin.Parse((certificate ?? _real).Pin))],
    };

    private void Publish(long version, PinSet set) => _published.Publish(version, null, null, new PinStore([set]));

    private static async Task<string> FaultAsync(Func<Task> work) =>
        (await Assert.ThrowsAsync<PinningException>(work)).Fault.Id;
}
