using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Support;
using Xunit;
using static System.StringComparison;
using static PinningTools.Tests.Http.WebClient;

namespace PinningTools.Tests.Http;

/// <summary>
/// A body with neither a length nor chunks ends with its connection, and anyone on the path can end that.
/// </summary>
public sealed class BodyEndTests : IDisposable
{
    private const string Bare = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n";

    private readonly WebClient _client = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

#if !NETSTANDARD_LEG
    [Theory]
    [InlineData(SslProtocols.Tls12, "1.0", true)]
    [InlineData(SslProtocols.Tls12, "1.1", true)]
    [InlineData(SslProtocols.Tls13, "1.0", true)]
    [InlineData(SslProtocols.Tls13, "1.1", true)]
    [InlineData(SslProtocols.Tls12, "1.0", false)]
    [InlineData(SslProtocols.Tls12, "1.1", false)]
    [InlineData(SslProtocols.Tls13, "1.0", false)]
    [InlineData(SslProtocols.Tls13, "1.1", false)]
    public async Task A_body_that_nothing_but_a_FIN_ends_is_told_with_the_hop(
        SslProtocols protocol, string version, bool closeNotify)
    {
        await using TlsTestServer server = Start($"HTTP/{version} 200 OK\r\n\r\nstump", closeNotify, protocol);

        Answer answer = await SendAsync(_client.Request(server.Uri));

        Assert.Equal("stump", answer.Text);
        AssertTold(answer, isCut: !closeNotify);
    }

    /// <summary>Two bytes are as long as an alert, and nothing at all is a body too.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("ab")]
    public async Task Its_length_does_not_matter(string body)
    {
        await using TlsTestServer server = Start(Bare + body, closeNotify: false, SslProtocols.Tls13);

        AssertTold(await SendAsync(_client.Request(server.Uri)), isCut: true);
    }

    [Fact]
    public async Task Through_a_proxy_and_a_Unix_socket_it_is_the_same()
    {
        await using TlsTestServer server = Start(Bare + "stump", closeNotify: false);
        await using ConnectProxy proxy = ConnectProxy.Start();
        PinnedWebRequest request = _client.Request(server.Uri);
        AssertTold(
            await SendAsync(request with { Proxy = _ => ProxySettings.Read($"localhost:{proxy.Port}", null, false) }),
            isCut: true);

        _client.Warnings.Clear();
        string path = _folder.File("socket");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        Task forwarding = ForwardAsync(listener, server.Port);
        AssertTold(
            await SendAsync(request with
            {
                Connection = new() { LocalEndPoint = new UnixDomainSocketEndPoint(path) },
            }), isCut: true);
        await forwarding.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData("gzip", true)]
    [InlineData("gzip", false)]
    [InlineData("deflate", true)]
    [InlineData("deflate", false)]
    [InlineData("br", true)]
    [InlineData("br", false)]
    public async Task A_packed_body_is_read_to_the_end_of_its_connection(string coding, bool closeNotify)
    {
        using var packed = new MemoryStream();
        using (Stream packer = coding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            _ => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
        })
            packer.Write("whole"u8);
        string body = Encoding.Latin1.GetString(packed.ToArray());
        await using TlsTestServer server =
            Start($"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\n\r\n{body}", closeNotify);

        Answer answer = await SendAsync(_client.Request(server.Uri));

        Assert.Equal("whole", answer.Text);
        AssertTold(answer, isCut: !closeNotify);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 9\r\n\r\n2\r\nok\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n")]
    [InlineData("HTTP/1.1 304 Not Modified\r\n\r\n")]
    [InlineData("HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n")]
    public async Task A_body_that_says_where_it_ends_needs_no_word_of_TLS(string answer)
    {
        await using TlsTestServer server = Start(answer, closeNotify: false);

        AssertTold(await SendAsync(_client.Request(server.Uri)), isCut: false);
    }

    [Fact]
    public async Task An_answer_to_HEAD_has_no_body_to_cut()
    {
        await using TlsTestServer server = Start(Bare, closeNotify: false);

        AssertTold(
            await SendAsync(_client.Request(server.Uri) with { Method = System.Net.Http.HttpMethod.Head }),
            isCut: false);
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(false, 0L)]
    [InlineData(true, null)]
    public async Task Nothing_of_an_older_file_is_given_up_before_the_warning_was_heard(bool isLink, long? resumeFrom)
    {
        await using TlsTestServer server = Start(Bare + "stump", closeNotify: false);
        string older = _folder.File("file");
        await File.WriteAllTextAsync(older, "older");
        string file = older;
        if (isLink) File.CreateSymbolicLink(file = _folder.File("link"), older);
        string? then = null;

        await DownloadAsync(server.Uri, file, resumeFrom, () => then = File.ReadAllText(older));

        Assert.Equal("older", then);
        Assert.Single(_client.Warnings);
        Assert.Equal("stump", await File.ReadAllTextAsync(older));
        Assert.Equal(isLink ? older : null, new FileInfo(file).LinkTarget);
        Assert.Equal(isLink ? 2 : 1, Directory.GetFileSystemEntries(_folder.Path).Length);
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(false, 0L)]
    [InlineData(true, null)]
    public async Task Whoever_stops_at_the_warning_keeps_the_older_file(bool isLink, long? resumeFrom)
    {
        await using TlsTestServer server = Start(Bare + "stump", closeNotify: false);
        string older = _folder.File("file");
        await File.WriteAllTextAsync(older, "older");
        string file = older;
        if (isLink) File.CreateSymbolicLink(file = _folder.File("link"), older);

        await Assert.ThrowsAsync<OperationCanceledException>(
            () => DownloadAsync(server.Uri, file, resumeFrom, () => throw new OperationCanceledException()));

        Assert.Equal("older", await File.ReadAllTextAsync(older));
        Assert.Equal(isLink ? 2 : 1, Directory.GetFileSystemEntries(_folder.Path).Length);
    }

    [Fact]
    public async Task A_part_is_as_long_as_its_range()
    {
        await using TlsTestServer server = Start(
            "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 2-9/10\r\n\r\nstump", closeNotify: true);
        string file = _folder.File("file");
        await File.WriteAllTextAsync(file, "ab");

        var error = await Assert.ThrowsAsync<PinningException>(
            () => _client.DownloadAsync(server.Uri, file, resumeFrom: 2));

        Assert.Equal("ResponseBroken", error.Fault.Id);
        Assert.Contains("5 of 8 bytes", error.Message, Ordinal);
    }
#else
    /// <summary>There the handler makes its connections out of sight.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_cannot_be_known_is_called_so(bool closeNotify)
    {
        await using TlsTestServer server = Start(Bare + "stump", closeNotify);

        Answer answer = await SendAsync(_client.Request(server.Uri));

        AssertTold(answer, isCut: true);
        Assert.Contains("does not report how it ended", Assert.Single(_client.Warnings), Ordinal);
    }

    [Fact]
    public async Task A_body_with_a_length_is_as_long_as_that()
    {
        await using TlsTestServer server =
            Start("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", closeNotify: false);

        AssertTold(await SendAsync(_client.Request(server.Uri)), isCut: false);
    }
#endif

    private static TlsTestServer Start(string answer, bool closeNotify, SslProtocols protocol = SslProtocols.None) =>
        TlsTestServer.Start(Leaf, RawAnswers.Raw(answer) with { CloseNotify = closeNotify, Protocols = protocol });

    private void AssertTold(Answer answer, bool isCut)
    {
        string[] told = isCut ? [Assert.Single(_client.Warnings)] : [];
        Assert.Equal(told, _client.Warnings);
        Assert.Equal(told, answer.Pinning[^1].Warnings.Where(one => one.StartsWith("The response", Ordinal)));
    }

#if !NETSTANDARD_LEG
    private async Task DownloadAsync(Uri uri, string file, long? resumeFrom, Action heard)
    {
        PinnedWebRequest request = _client.Request(uri) with
        {
            ResumeFrom = resumeFrom,
            Heard = () =>
            {
                heard();
                return Task.CompletedTask;
            },
        };
        using ExchangeResponse reply = await new WebExchange(request).SendAsync(CancellationToken.None);
        await WebDownload.From(reply, request, file)
            .SaveAsync(to => reply.CopyAsync(to, long.MaxValue, CancellationToken.None));
    }

    private static async Task ForwardAsync(Socket listener, int port)
    {
        using Socket near = await listener.AcceptAsync();
        using var far = new TcpClient();
        await far.ConnectAsync(IPAddress.Loopback, port);
        await using var client = new NetworkStream(near);
        await using NetworkStream server = far.GetStream();
        Task up = client.CopyToAsync(server);
        await server.CopyToAsync(client);
        near.Shutdown(SocketShutdown.Send);
        await up;
    }
#endif
}
