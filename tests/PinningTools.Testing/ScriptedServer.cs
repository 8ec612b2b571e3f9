using System;
using System.Net;
using System.Threading.Tasks;

namespace PinningTools.Testing;

/// <summary>A server on a free loopback port that plays the same part to every client.</summary>
public sealed class ScriptedServer : IAsyncDisposable
{
    private readonly LoopbackListener _listener;

    private ScriptedServer(IPEndPoint place, Func<ScriptedPeer, Task> script) =>
        _listener = new LoopbackListener(place, async (stream, stop) =>
        {
            try
            {
                await script(new ScriptedPeer(stream, stop)).ConfigureAwait(false);
            }
            catch (Exception error)
            {
                Error = error;
            }
        });

    /// <summary>The port.</summary>
    public int Port => _listener.Port;

    /// <summary>The connections so far.</summary>
    public int ConnectionCount => _listener.AcceptedCount;

    /// <summary>What last went against the script, a client that left in the middle of it included.</summary>
    public Exception? Error { get; private set; }

    /// <summary>Starts a server.</summary>
    public static ScriptedServer Start(Func<ScriptedPeer, Task> script) => new(new(IPAddress.Loopback, 0), script);

    /// <summary>Starts a server at an address and port of loopback that must be free.</summary>
    public static ScriptedServer Start(IPEndPoint place, Func<ScriptedPeer, Task> script) => new(place, script);

    /// <summary>Waits until as many connections were closed in all.</summary>
    /// <exception cref="TimeoutException">They were not.</exception>
    public Task WaitForConnectionClosedAsync(int count, TimeSpan timeout) =>
        _listener.WaitForClosedAsync(count, timeout);

    /// <summary>Closes all connections and stops listening.</summary>
    public ValueTask DisposeAsync() => _listener.DisposeAsync();
}
