#if !NETSTANDARD_LEG
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PinningTools.Testing;
using Xunit;
using static PinningTools.Tests.Verification.Loopback;

namespace PinningTools.Tests.Integration;

/// <summary>
/// The clients that people use, with the servers that they use them with: the same table that docs/CLIENTS.md shows.
/// </summary>
public sealed class ClientTests
{
    private static readonly TestCertificate s_bogus = Root.Issue("localhost");

    private static readonly Dictionary<string, ClientCase> s_clients = ClientCases.All.ToDictionary(one => one.Name);

    public static TheoryData<string> Clients => [.. s_clients.Keys];

    [SkippableTheory]
    [MemberData(nameof(Clients))]
    public async Task The_pinned_key_is_used(string client)
    {
        PinCallback callback = await RunAsync(client, Leaf, isRight: true);

        Assert.NotEmpty(callback.Verdicts);
        Assert.All(callback.Verdicts, one => Assert.Equal((Verdict.Match, Leaf.Pin), (one.Verdict, one.MatchedPin)));
    }

    [SkippableTheory]
    [MemberData(nameof(Clients))]
    public async Task Another_key_from_a_trusted_authority_is_refused(string client)
    {
        PinCallback callback = await RunAsync(client, s_bogus, isRight: false);

        Assert.Equal((Verdict.PinMismatch, s_bogus.Pin), (callback.LastVerdict!.Verdict, callback.LastVerdict.Chain[0].Pin));
    }

    [SkippableTheory]
    [MemberData(nameof(Clients))]
    public async Task The_pinned_certificate_behind_another_chain_is_refused(string client)
    {
        PinCallback callback = await RunAsync(client, s_bogus.Appending(Leaf), isRight: false);

        Assert.Equal(Verdict.PinMismatch, callback.LastVerdict!.Verdict);
        if (s_clients[client].SeesAppended) Assert.Equal(VerdictReason.OnlyInPresentedChain, callback.LastVerdict.Reason);
    }

    [SkippableTheory]
    [MemberData(nameof(Clients))]
    public async Task The_pinned_key_under_another_name_is_refused(string client)
    {
        TestCertificate elsewhere = Leaf.Renew(new CertificateOptions { DnsNames = ["other.example"] });

        PinCallback callback = await RunAsync(client, elsewhere, isRight: false);

        Assert.Equal((Verdict.NameMismatch, Leaf.Pin), (callback.LastVerdict!.Verdict, callback.LastVerdict.Chain[0].Pin));
    }

    private static async Task<PinCallback> RunAsync(string client, TestCertificate shown, bool isRight)
    {
        ClientCase one = s_clients[client];
        Skip.If(
            one.NeedsNet10 && Environment.Version.Major < 10,
            "MailKit needs System.Formats.Asn1 10.0, which is a part of .NET 10.");
        await using Daemon server = await one.StartAsync(shown);
        PinCallback callback = new PinVerifier
        {
            Pins = [SpkiPin.Parse(Leaf.Pin)], TrustAnchors = [Root.Certificate],
        }.CreateCallback("localhost", server.Port);

        Exception? error = await Record.ExceptionAsync(() => one.UseAsync(callback, server.Port));

        Assert.True(
            isRight == (error is null), $"{client}: {error}\n{callback.LastVerdict?.Message}\n{server.Log}");
        return callback;
    }
}
#endif
