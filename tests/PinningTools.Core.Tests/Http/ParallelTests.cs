using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;
using static PinningTools.Tests.Http.WebClient;

namespace PinningTools.Tests.Http;

/// <summary>Requests at once share a pool, and nothing of each other's.</summary>
public sealed class ParallelTests : IDisposable
{
    private readonly WebClient _client = new();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task A_hundred_requests_at_once_to_two_servers_do_not_cross()
    {
        await using HttpTestServer good = await HttpTestServer.StartAsync(Leaf);
        await using HttpTestServer other = await HttpTestServer.StartAsync(Impostor);

        Task<object>[] all = [.. Enumerable.Range(0, 100).Select(async i =>
        {
            Uri uri = i % 2 == 0 ? good.Uri : other.Uri;
            string pin = i % 4 < 2 ? Leaf.Pin : Impostor.Pin;
            try
            {
                return (object)await SendAsync(_client.Request(uri, pin));
            }
            catch (PinningException error)
            {
                return error;
            }
        })];
        object[] results = await Task.WhenAll(all);

        for (int i = 0; i < results.Length; i++)
        {
            bool matches = (i % 2 == 0) == (i % 4 < 2);
            int port = i % 2 == 0 ? good.Port : other.Port;
            if (matches) Assert.Equal(port, Assert.Single(Assert.IsType<Answer>(results[i]).Pinning).Port);
            else Assert.Equal("PinMismatch", Assert.IsType<PinRefusedException>(results[i]).Fault.Id);
        }

        Assert.Equal(25, good.Requests.Count);
        Assert.Equal(25, other.Requests.Count);
    }

#if !NETSTANDARD_LEG
    /// <summary>Two servers for one address: the verdict shows which of them a request reached.</summary>
    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Each_of_many_requests_at_once_has_the_verdict_of_its_own_connection(string version)
    {
        await using HttpTestServer one = await HttpTestServer.StartAsync(Leaf);
        await using HttpTestServer two = await HttpTestServer.StartAsync(Impostor);
        one.Map("/", context => context.Response.WriteAsync(Leaf.Pin));
        two.Map("/", context => context.Response.WriteAsync(Impostor.Pin));
        await using PortForwarder place = PortForwarder.Start();
        place.Targets = [one.Port, two.Port];
        var uri = new Uri($"https://localhost:{place.Port}/");
        var policy = new PinPolicy { Pins = [SpkiPin.Parse(Leaf.Pin), SpkiPin.Parse(Impostor.Pin)] };
        PinnedWebRequest request = _client.Request(uri) with
        {
            HttpVersion = new Version(version),
        };
        request = request.Overriding(
            said => said with { Policies = new InlinePins(PinnedWebRequest.TargetOf(uri), policy) });

        Answer[][] rounds = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            var answers = new Answer[10];
            for (int i = 0; i < answers.Length; i++) answers[i] = await SendAsync(request);
            return answers;
        }));

        Answer[] all = [.. rounds.SelectMany(answers => answers)];
        Assert.All(all, answer => Assert.Equal(answer.Text, Assert.Single(answer.Pinning).MatchedPin));
        Assert.Equal(2, all.Select(answer => answer.Text).Distinct().Count());
    }
#endif
}
