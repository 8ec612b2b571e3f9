using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;

namespace PinningTools.Tests.Http;

/// <summary>One test's authority, its certificates, and requests under its pins with a pool of their own.</summary>
internal sealed class WebClient : IDisposable
{
    internal static TestCertificate Root { get; } = TestCertificate.Root("Root");

    internal static TestCertificate Leaf { get; } = Root.Issue("localhost");

    /// <summary>As valid as the real one: the same authority issued it. Only the key differs.</summary>
    internal static TestCertificate Impostor { get; } = Root.Issue("localhost");

    internal static TrustSettings Trust { get; } = TrustSettings.FromAnchors([DerCertificate.Parse(Root.Der)]);

    internal TransportPool Pool { get; } = new();

    internal List<string> Warnings { get; } = [];

    public void Dispose() => Pool.Clear();

    /// <summary>A request to a server whose own port alone is pinned, with further pins for others.</summary>
    internal PinnedWebRequest Request(Uri uri, string? pin = null, params (Uri Uri, string Pin)[] others)
    {
        var source = new Pins { [Key(uri)] = pin ?? Leaf.Pin };
        foreach ((Uri other, string otherPin) in others) source[Key(other)] = otherPin;
        return new PinnedWebRequest
        {
            Uri = uri,
            Policies = new OverriddenPolicies(source) { Trust = Trust },
            Pool = Pool,
            Proxy = _ => null,
            ConnectionTimeout = TimeSpan.FromSeconds(30),
            RetryInterval = TimeSpan.FromMilliseconds(1),
            Warning = Warnings.Add,
        };
    }

    internal static async Task<Answer> SendAsync(PinnedWebRequest request, CancellationToken cancel = default)
    {
        using ExchangeResponse reply = await new WebExchange(request).SendAsync(cancel);
        MemoryStream body = await reply.ReadAsync(cancel);
        return new Answer(
            (int)reply.Message.StatusCode, Encoding.UTF8.GetString(body.ToArray()), reply.Pinning, reply.Message);
    }

    /// <summary>Downloads to a file; gives whether the file was whole already.</summary>
    internal async Task<bool> DownloadAsync(Uri uri, string file, long? resumeFrom = null, int retries = 0)
    {
        PinnedWebRequest request = Request(uri) with { ResumeFrom = resumeFrom, MaximumRetryCount = retries };
        using ExchangeResponse reply = await new WebExchange(request).SendAsync(CancellationToken.None);
        var download = WebDownload.From(reply, request, file);
        await download.SaveAsync(to => reply.CopyAsync(to, long.MaxValue, CancellationToken.None));
        return download.IsComplete;
    }

    /// <summary>Sends what must be refused, and gives the fault.</summary>
    internal static async Task<PinningException> RefusedAsync(
        PinnedWebRequest request, CancellationToken cancel = default) =>
        await Xunit.Assert.ThrowsAnyAsync<PinningException>(() => SendAsync(request, cancel));

    /// <summary>The impostor saw the handshake, and not one byte after it.</summary>
    internal static async Task AssertSilentAsync(RecordingTlsServer impostor, int connections = 1)
    {
        IReadOnlyList<Testing.TlsConnection> seen = await impostor.WaitForConnectionClosedAsync(
            connections, TimeSpan.FromSeconds(20));
        Xunit.Assert.Equal(connections, seen.Count);
        Xunit.Assert.All(seen, connection => Xunit.Assert.Empty(connection.ReceivedBytes));
        Xunit.Assert.All(seen, connection => Xunit.Assert.Null(connection.ClientCertificate));
    }

    private static string Key(Uri uri) => PinnedWebRequest.TargetOf(uri).ToString();

    internal sealed record Answer(int Status, string Text, PinVerdict[] Pinning, HttpResponseMessage Response);

    private sealed class Pins : Dictionary<string, string>, IPolicySource
    {
        public PinPolicy? Find(TlsTarget target) =>
            TryGetValue(target.ToString(), out string? pin) ? new PinPolicy { Pins = [SpkiPin.Parse(pin)] } : null;
    }
}
