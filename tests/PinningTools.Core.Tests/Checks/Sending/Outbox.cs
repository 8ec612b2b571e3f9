using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Http;
using PinningTools.Tests.Support;

namespace PinningTools.Tests.Checks.Sending;

/// <summary>
/// A check with a state, whose results are sent night after night, each time as by a process of its own: nothing but the
/// files is known from one to the next.
/// </summary>
internal sealed class Outbox : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _runs;

    internal Outbox() => File.WriteAllText(State, "a state, which sending does not read\n");

    internal DateTime Now { get; set; } = SampleSummary.Started;

    internal string State => _folder.File("nightly.state.jsonl");

    internal string Sent => _folder.File("nightly.sent.jsonl");

    internal List<string> Warnings { get; } = [];

    /// <summary>What -Verbose would show.</summary>
    internal List<string> Told { get; } = [];

    /// <summary>How long the command waited before each further try.</summary>
    internal List<TimeSpan> Waits { get; } = [];

    /// <summary>The bodies that the user was asked about.</summary>
    internal List<(string Shown, string Body)> Asked { get; } = [];

    internal bool IsConfirmed { get; set; } = true;

    internal string[] Files => _folder.Names();

    public void Dispose() => _folder.Dispose();

    /// <summary>A run of the next night.</summary>
    internal PinCheckSummary Run(params PinCheckAlert[] alerts)
    {
        Now = Now.AddHours(24);
        return SampleSummary.AllOk() with
        {
            RunId = $"run{++_runs}",
            StateFile = State,
            Finished = Now,
            Level = alerts.Select(one => one.Level).Append("Ok").First(),
            Alerts = alerts,
        };
    }

    internal static PinCheckAlert Alert(
        string id, string state = "new", string level = "Critical", string reason = "PinMismatch", string owner = "web team",
        params string[] endpoints) => new()
    {
        Id = id,
        State = state,
        Level = level,
        Reason = reason,
        LeafPin = SampleSummary.Pin(id),
        Endpoints = endpoints.Length > 0 ? endpoints : [$"{id}.example.com:443"],
        EndpointCount = Math.Max(1, endpoints.Length),
        Owner = owner,
        Since = SampleSummary.Started,
        Why = $"What happened at {id}.",
    };

    internal SendOptions Options => new()
    {
        Clock = () => Now,
        Warn = text => Add(Warnings, text),
        Tell = text => Add(Told, text),
        LockTimeout = TimeSpan.Zero,
        Confirm = (shown, body) =>
        {
            Asked.Add((shown, body));
            return Task.FromResult(IsConfirmed);
        },
    };

    internal ReceiverClient Client(Func<Uri, OverriddenPolicies>? policies = null) => new()
    {
        Policies = policies ?? (_ => new OverriddenPolicies(new StorePolicies(new PinStore())) { Trust = WebClient.Trust }),
        Warn = text => Add(Warnings, text),
        Tell = text => Add(Told, text),
        Pause = (wait, _) =>
        {
            Waits.Add(wait);
            return Task.CompletedTask;
        },
    };

    internal WebChannel Channel(Uri uri, ISendMessage? form = null) =>
        new(SecretAddress.Read(uri.AbsoluteUri), form ?? new GenericMessage(), Client());

    internal WebChannel Channel(HttpTestServer server, string path = "/status/202") => Channel(new Uri(server.Uri, path));

    internal async Task<string[]> SendAsync(PinCheckSummary run, SendOptions? options, params ISendChannel[] channels) =>
    [
        .. (await new ReportSender(options ?? Options, channels).SendAsync([run], CancellationToken.None))
            .Select(error => error.Fault.Id),
    ];

    /// <summary>What a receiver got: of each message the alerts with their states.</summary>
    internal static string[] Got(HttpTestServer server) => [.. server.Requests.Select(request => Alerts(request.BodyText))];

    private static void Add(List<string> texts, string text)
    {
        lock (texts) texts.Add(text);
    }

    private static string Alerts(string body)
    {
        JsonValue value = JsonReader.Parse(body, "the body");
        return string.Join(", ", value.Find("alerts")!.Items.Concat(value.Find("recovered")!.Items)
            .Select(one => $"{one.Find("state")!.Text} {one.Find("id")!.Text}"));
    }
}
