using System.Linq;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.Http;

/// <summary>What a session records of its hosts: bounded, whoever fills it, and nothing that could be pinned by mistake.</summary>
public sealed class WebPinningLogTests
{
    private static readonly TestCertificate s_root = TestCertificate.Root("Log Root");

    private readonly WebPinningLog _log = new();

    [Fact]
    public void Only_keys_of_a_validated_chain_are_kept()
    {
        PinRecord good = Record(s_root.Issue("a.example"), isValid: true);
        PinRecord bad = Record(s_root.Issue("b.example"), isValid: false);

        _log.Add(Target("a.example"), "me", Verdict("a.example", good, bad), isRefused: false);

        Assert.Equal([good.Pin], Assert.Single(_log.Hosts()).Pins.Select(one => one.Pin));
    }

    [Fact]
    public void A_key_is_kept_once_and_a_new_one_beside_it()
    {
        PinRecord first = Record(s_root.Issue("a.example"), isValid: true);
        PinRecord second = Record(s_root.Issue("a.example"), isValid: true);

        foreach (PinRecord one in new[] { first, first, second })
            _log.Add(Target("a.example"), "me", Verdict("a.example", one), isRefused: false);

        WebPinningHost host = Assert.Single(_log.Hosts());
        Assert.Equal(3, host.Count);
        Assert.Equal([first.Pin, second.Pin], host.Pins.Select(one => one.Pin));
    }

    [Fact]
    public void A_refusal_is_counted_and_not_forgotten_by_the_next_match()
    {
        _log.Add(Target("a.example"), "me", Verdict("a.example") with { Verdict = PinningTools.Verdict.PinMismatch, Message = "wrong" }, isRefused: true);
        _log.Add(Target("a.example"), "me", Verdict("a.example"), isRefused: false);

        WebPinningHost host = Assert.Single(_log.Hosts());
        Assert.Equal((2, 1, PinningTools.Verdict.Match, "wrong"), (host.Count, host.Refused, host.Verdict, host.LastRefusal));
    }

    [Fact]
    public void It_is_bounded()
    {
        for (int i = 0; i < WebPinningLog.MaxHosts + 5; i++)
            _log.Add(Target($"h{i}.example"), "me", Verdict($"h{i}.example"), isRefused: false);
        for (int i = 0; i < WebPinningLog.MaxCallers + 5; i++) _log.AddUnseen("h0.example", 443, $"caller {i}", isRefused: false);
        for (int i = 0; i < WebPinningLog.MaxPins + 2; i++)
            _log.Add(Target("h0.example"), "me", Verdict("h0.example", Record(s_root.Issue("a"), isValid: true)), isRefused: false);

        WebPinningHost[] hosts = _log.Hosts();
        WebPinningHost first = hosts.Single(one => one.HostName == "h0.example");
        Assert.Equal((WebPinningLog.MaxHosts, 5), (hosts.Length, _log.Unlisted));
        Assert.Equal((WebPinningLog.MaxCallers, WebPinningLog.MaxPins), (first.Callers.Length, first.Pins.Length));
    }

    private static TlsTarget Target(string host) => new(HostName.Parse(host), 443);

    private static PinVerdict Verdict(string host, params PinRecord[] chain) =>
        new() { HostName = host, Port = 443, Verdict = PinningTools.Verdict.Match, Chain = chain };

    private static PinRecord Record(TestCertificate certificate, bool isValid) =>
        new(DerCertificate.Parse(certificate.Certificate.RawData)) { Role = CertificateRole.Leaf, InValidatedChain = isValid };
}
