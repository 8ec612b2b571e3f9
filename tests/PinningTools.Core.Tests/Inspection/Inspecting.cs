using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;

namespace PinningTools.Tests.Inspection;

/// <summary>Inspections of servers on loopback.</summary>
internal static class Inspecting
{
    internal static readonly HostName Localhost = HostName.Parse("localhost");

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    internal static async Task<InspectedServer> ServerAsync(
        int port, InspectionOffer? offer = null, CancellationToken cancel = default)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
        using var stream = new NetworkStream(socket);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(s_patience);
        return await OfAsync(stream, offer, deadline.Token);
    }

    internal static Task<InspectedServer> OfAsync(Stream stream, InspectionOffer? offer, CancellationToken cancel) =>
        LateLibrary.Create<IInspectionHandshake>("InspectionHandshake")
            .ReadAsync(stream, offer ?? new InspectionOffer(Localhost), cancel);
}
