using System;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// One connection to the interceptor, which ends here whoever was asked for: nothing is passed on. What the client can
/// send is limited in each step; how long it takes is limited by the end of the run, which closes the socket.
/// </summary>
[SuppressMessage("Performance", "CA1835", Justification = "There is one way to the stream on each leg.")]
internal sealed class InterceptedConnection
{
    private const int MaxRest = 1024 * 1024;
    private const string TunnelOpen = "HTTP/1.1 200 Connection established\r\n\r\n";
    private const string Refused = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    private const string Continue = "HTTP/1.1 100 Continue\r\n\r\n";
    private const string Response =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";

    private readonly Socket _socket;
    private readonly DrillScene _scene;
    private readonly Func<HostName, DrillMode, ImpostorIdentity> _identify;
    private readonly InterceptedRequest _request = new();
    private IImpostorSession? _session;
    private bool _isDirect;
    private string? _plainRequest;
    private int _plainBytes;

    internal InterceptedConnection(
        Socket socket, DrillScene scene, Func<HostName, DrillMode, ImpostorIdentity> identify)
    {
        _socket = socket;
        _scene = scene;
        _identify = identify;
        socket.NoDelay = true;
    }

    /// <summary>The host and port that the client asked for; null before it did.</summary>
    internal HostName? Host { get; private set; }

    internal int Port { get; private set; }

    internal bool IsCertificateShown => _session is { IsCertificateShown: true };

    internal bool IsHandshakeFinished => _session is { IsFinished: true };

    internal int? Alert => _session?.Alert;

    /// <summary>Whether something of the request arrived, through TLS or in plaintext.</summary>
    internal bool IsThrough => !_request.IsEmpty || _plainRequest is not null;

    /// <summary>What arrived, or null.</summary>
    internal DrillLeak? Leak => !IsThrough && _session?.ClientCertificate is null ? null : new DrillLeak
    {
        Target = $"{Host}:{Port}",
        Protocol = _plainRequest is not null ? "plaintext" : VersionName(_session!.Version),
        Request = _plainRequest ?? (_request.FirstLine is { } line
            ? _request.IsHttp ? LeakText.RequestLine(line) : LeakText.Command(line)
            : null),
        Headers = LeakText.Headers(_request.Fields),
        Bytes = _request.Bytes + _plainBytes,
        BodyBytes = _request.BodyBytes,
        ClientCertificate = _session?.ClientCertificate is { } shown ? SubjectOf(shown) : null,
    };

    internal async Task ServeAsync(bool isProxy, IImpostorHandshake tls)
    {
        try
        {
            var channel = new PlainChannel(_socket);
            if (await PrepareAsync(channel, isProxy).ConfigureAwait(false))
                await ServeTlsAsync(channel, tls).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException
            or PreludeException or InvalidOperationException)
        {
            // However it ends, what was seen stays.
        }
        finally
        {
            _socket.Dispose();
        }
    }

    /// <summary>Everything before TLS; false if there is none.</summary>
    private async Task<bool> PrepareAsync(PlainChannel channel, bool isProxy)
    {
        if (isProxy && !await OpenTunnelAsync(channel).ConfigureAwait(false)) return false;
        _isDirect = !isProxy || (Host!.Value == DrillPlace.Address && Port == _scene.DirectPort);
        if (_isDirect) (Host, Port) = (_scene.Host, _scene.Port);
        if (_scene.StartTls == StartTlsProtocol.None || !IsAttacked) return true;
        return await StartTlsServer.ServeAsync(
            channel, _scene.StartTls, _scene.Mode != DrillMode.StartTlsStripped, NotePlain).ConfigureAwait(false);
    }

    private bool IsAttacked => Host is { } host && _scene.IsAttacked(host, Port);

    private async Task<bool> OpenTunnelAsync(PlainChannel channel)
    {
        string first = await channel.ReadLineAsync().ConfigureAwait(false);
        int bytes = first.Length;
        for (string line = first; line.Length > 0; bytes += line.Length)
            line = await channel.ReadLineAsync().ConfigureAwait(false);
        string[] words = first.Split(' ');
        string asked = words.Length > 1 ? words[1] : "";
        if (words[0] == "CONNECT" && ReadTarget(asked))
        {
            await channel.SendAsync(TunnelOpen).ConfigureAwait(false);
            return true;
        }

        if (UriText.TryRead(asked, out Uri? uri) && uri.Scheme == Uri.UriSchemeHttp
            && HostName.TryFrom(uri, out HostName? host, out _) && host.IsSame(_scene.Host))
        {
            // What was meant for the pinned host's TLS goes over the wire for all to read.
            (Host, Port) = (host, _scene.Port);
            NotePlain(LeakText.RequestLine(first), bytes);
        }

        await channel.SendAsync(Refused).ConfigureAwait(false);
        return false;
    }

    private bool ReadTarget(string text)
    {
        try
        {
            TlsTarget target = TlsTarget.Parse(text);
            (Host, Port) = (target.Host, target.Port);
            return true;
        }
        catch (PinningException)
        {
            return false;
        }
    }

    private void NotePlain(string request, int bytes) => (_plainRequest, _plainBytes) = (request, bytes);

    private async Task ServeTlsAsync(PlainChannel channel, IImpostorHandshake tls)
    {
        IImpostorSession session = _session = tls.Begin(name => Identify(_isDirect ? name : null));
        Stream stream = channel.Stream;
        byte[] buffer = new byte[PlainChannel.MaxLine];
        byte[] early = channel.TakeEarly();
        early.CopyTo(buffer, 0);
        int count = early.Length;
        bool isToldToContinue = false;
        while (true)
        {
            if (count == 0) count = await stream.ReadAsync(buffer, 0, buffer.Length).ConfigureAwait(false);
            if (count == 0) return;
            await SendAsync(stream, session.Receive(buffer, count)).ConfigureAwait(false);
            byte[] data = session.TakeData();
            if (data.Length > 0) _request.Add(data);
            if (session.IsOver) return;
            if (_request.IsComplete) break;
            count = 0;
            if (_request.AsksToContinue && !isToldToContinue)
            {
                isToldToContinue = true;
                await SendAsync(stream, session.Send(Encoding.ASCII.GetBytes(Continue))).ConfigureAwait(false);
            }
        }

        if (_request.IsHttp)
            await SendAsync(stream, session.Send(Encoding.ASCII.GetBytes(Answer))).ConfigureAwait(false);
        await SendAsync(stream, session.Close()).ConfigureAwait(false);
        await LeaveAsync(stream).ConfigureAwait(false);
    }

    /// <summary>A client that connects directly is told whom it asks for; only the name in its hello differs.</summary>
    private ImpostorIdentity Identify(string? serverName)
    {
        if (serverName is not null && HostName.TryParse(serverName, out HostName? named, out _)
            && _scene.IsRedirecting(named))
            (Host, Port) = (named, _scene.Port);
        return _identify(Host!, IsAttacked ? _scene.Mode : DrillMode.BogusChain);
    }

    private string Answer => _scene.IsRedirecting(Host!)
        ? $"HTTP/1.1 302 Found\r\nLocation: https://{_scene.Host.Bracketed}:{_scene.Port}/\r\n"
            + "Content-Length: 0\r\nConnection: close\r\n\r\n"
        : Response;

    private static Task SendAsync(Stream stream, byte[] data) =>
        data.Length == 0 ? Task.CompletedTask : stream.WriteAsync(data, 0, data.Length);

    /// <summary>A socket that is closed with unread data takes the response from the client, too.</summary>
    private async Task LeaveAsync(Stream stream)
    {
        _socket.Shutdown(SocketShutdown.Send);
        byte[] rest = new byte[PlainChannel.MaxLine];
        for (int left = MaxRest, count = 1; count > 0 && left > 0; left -= count)
            count = await stream.ReadAsync(rest, 0, rest.Length).ConfigureAwait(false);
    }

    private static string SubjectOf(byte[] certificate)
    {
        try
        {
            return DerCertificate.Parse(certificate).Subject;
        }
        catch (PinningException)
        {
            return "that cannot be read";
        }
    }

    private static string VersionName(int version) => version == InspectionOffer.Tls13 ? "TLS 1.3" : "TLS 1.2";
}
