#if !NETSTANDARD_LEG
using System;
using System.IO;
using System.Linq;
using System.Net.Security;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;
using static PinningTools.Tests.Http.WebClient;

namespace PinningTools.Tests.Http;

/// <summary>A pinned server that abuses the frames of HTTP/2 gets no more out of it than the request.</summary>
public sealed class Http2FrameTests : IDisposable
{
    private const byte Headers = 1;
    private const byte Reset = 3;
    private const byte Settings = 4;
    private const byte Push = 5;
    private const byte Ping = 6;
    private const byte GoAway = 7;
    private const byte Continuation = 9;

    /// <summary>HPACK: ":status: 200", and a field that costs its whole length each time.</summary>
    private static readonly byte[] s_ok = [0x88];
    private static readonly byte[] s_field = [0, 1, (byte)'x', 100, .. Encoding.ASCII.GetBytes(new string('y', 100))];

    private readonly WebClient _client = new();

    /// <summary>What the server says once, and what it says from then on.</summary>
    public static TheoryData<string, byte[], byte[]> Abuses { get; } = new()
    {
        { "a header that goes on and on", Frame(Headers, 0, 1, s_ok), Frame(Continuation, 0, 1, s_field) },
        { "a header of nothing", Frame(Headers, 0, 1, s_ok), Frame(Continuation, 0, 1) },
        { "a response that nobody asked for", Frame(Push, 4, 1, [0, 0, 0, 2, .. s_ok]), [] },
        { "nothing but questions", [], Frame(Ping, 0, 0, new byte[8]) },
        { "nothing but settings", [], Frame(Settings, 0, 0) },
        { "no stream at all", Frame(Settings, 0, 0, [0, 3, 0, 0, 0, 0]), [] },
        { "a reset", Frame(Reset, 0, 1, [0, 0, 0, 2]), [] },
        { "a refusal that asks for a retry", Frame(Reset, 0, 1, [0, 0, 0, 7]), [] },
        { "a farewell", Frame(GoAway, 0, 0, new byte[8]), [] },
        { "a larger frame than allowed", [0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 1], [] },
    };

    public void Dispose() => _client.Dispose();

    [Theory]
    [MemberData(nameof(Abuses))]
    public async Task It_ends(string abuse, byte[] once, byte[] again)
    {
        Assert.NotEmpty(abuse);
        await using TlsTestServer server = TlsTestServer.Start(Leaf, new TlsServerOptions
        {
            ApplicationProtocols = [SslApplicationProtocol.Http2],
            Handler = (stream, stop) => AbuseAsync(stream, once, again, stop),
        });

        PinningException error = await RefusedAsync(_client.Request(server.Uri) with
        {
            HttpVersion = new Version(2, 0), ConnectionTimeout = TimeSpan.FromSeconds(3),
        });

        Assert.Contains(error.Fault.Id, new[] { "RequestFailed", "ConnectionTimeoutReached" });
        Assert.InRange(server.Connections.Count, 1, 10);
    }

    private static async Task AbuseAsync(Stream stream, byte[] once, byte[] again, CancellationToken stop)
    {
        await stream.WriteAsync(Frame(Settings, 0, 0), stop);
        // The client's preface, settings and request.
        await stream.ReadAtLeastAsync(new byte[16_384], 100, false, stop);
        await stream.WriteAsync(once, stop);
        await stream.FlushAsync(stop);
        Task reading = stream.CopyToAsync(Stream.Null, stop);
        byte[] many = [.. Enumerable.Repeat(again, 100).SelectMany(frame => frame)];
        while (many.Length > 0 && !reading.IsCompleted) await stream.WriteAsync(many, stop);
        await reading;
    }

    private static byte[] Frame(byte type, byte flags, byte streamId, params byte[] payload) =>
    [
        (byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, flags,
        0, 0, 0, streamId, .. payload,
    ];
}
#endif
