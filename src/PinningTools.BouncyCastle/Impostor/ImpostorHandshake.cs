using System;
using Org.BouncyCastle.Tls;

namespace PinningTools.Internal;

/// <summary>The server's side of TLS for the drill.</summary>
internal sealed class ImpostorHandshake : IImpostorHandshake
{
    public IImpostorSession Begin(Func<string?, ImpostorIdentity> choose) => new ImpostorSession(choose);
}

/// <summary>One connection as bytes in and bytes out; whatever the client sends ends it at worst.</summary>
internal sealed class ImpostorSession : IImpostorSession
{
    private readonly ImpostorServer _server;
    private readonly TlsServerProtocol _protocol = new();

    internal ImpostorSession(Func<string?, ImpostorIdentity> choose)
    {
        _server = new ImpostorServer(choose);
        _protocol.Accept(_server);
    }

    public bool IsHelloSeen => _server.IsHelloSeen;

    public string? ServerName => _server.ServerName;

    public bool IsCertificateShown => _server.IsCertificateShown;

    public bool IsFinished => _server.IsFinished;

    public bool IsOver { get; private set; }

    public int? Alert => _server.Alert;

    public int Version => _server.Version;

    public byte[]? ClientCertificate => _server.ClientCertificate;

    public byte[] Receive(byte[] data, int count) => Do(() => _protocol.OfferInput(data, 0, count));

    public byte[] TakeData()
    {
        byte[] data = new byte[_protocol.GetAvailableInputBytes()];
        _protocol.ReadInput(data, 0, data.Length);
        return data;
    }

    public byte[] Send(byte[] data) => Do(() => _protocol.WriteApplicationData(data, 0, data.Length));

    public byte[] Close() => Do(_protocol.Close);

    private byte[] Do(Action work)
    {
        try
        {
            if (!IsOver) work();
            IsOver |= _protocol.IsClosed;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // A client's alert, or what no client of TLS sends: either ends the connection, and the notes stay.
            IsOver = true;
        }

        byte[] output = new byte[_protocol.GetAvailableOutputBytes()];
        _protocol.ReadOutput(output, 0, output.Length);
        return output;
    }
}
