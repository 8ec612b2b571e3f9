using System;
using System.Net;
using System.Threading.Tasks;

namespace PinningTools.Testing;

/// <summary>A server on a free loopback port that plays the same part to every client.</summary>
public sealed class ScriptedServer : IAsyncDisposable
{
    private readonly LoopbackListener _listener;

    private ScriptedServer(Func<ScriptedPeer, Task> script) =>
        _listener = new LoopbackListener(IPAddress.Loopback, async (stream, stop) =>
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
    public static ScriptedServer Start(Func<ScriptedPeer, Task> script) => new(script);

    /// <summary>Waits until as many connections were closed in all.</summary>
    /// <exception cref="TimeoutException">They were not.</exception>
    public Task WaitForConnectionClosedAsync(int count, TimeSpan timeout) =>
        _listener.WaitForClosedAsync(count, timeout);

    /// <summary>Closes all connections and stops listening.</summary>
    public ValueTask DisposeAsync() => _listener.DisposeAsync();
}
