using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;

namespace PinningTools.Testing;

/// <summary>
/// An address of this machine that answers no more than a machine that is switched off: its backlog is full and no one
/// accepts, so that Linux drops what comes for it.
/// </summary>
public sealed class DeadAddress : IDisposable
{
    /// <summary>Linux keeps one connection more than it is told to.</summary>
    private const int Fillers = 4;

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> _fillers = [];

    /// <param name="address">Any of 127.0.0.0/8.</param>
    /// <param name="port">The port, or 0 for a free one.</param>
    public DeadAddress(IPAddress address, int port = 0)
    {
        _listener.Bind(new IPEndPoint(address, port));
        _listener.Listen(0);
        EndPoint = (IPEndPoint)_listener.LocalEndPoint!;
        for (int i = 0; i < Fillers; i++)
        {
            var filler = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            filler.Blocking = false;
            _fillers.Add(filler);
            try
            {
                filler.Connect(EndPoint);
            }
            catch (SocketException error)
                when (error.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
            {
                // It fills the backlog, or waits for a place in it.
            }
        }
    }

    public IPEndPoint EndPoint { get; }

    public void Dispose()
    {
        foreach (Socket filler in _fillers) filler.Dispose();
        _listener.Dispose();
    }
}
