using System;
using System.Management.Automation;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Runs async work for a cmdlet. The work never touches the cmdlet: it posts closures, and the pipeline thread, the
/// only one that may write, runs them. However the pipeline ends, the work is cancelled, its mailbox emptied and its
/// end awaited before the cmdlet is left, so that no thread, socket or timer outlives it.
/// </summary>
internal sealed class CmdletPump(Cmdlet cmdlet) : IDisposable
{
    private const int TickMilliseconds = 500;

    private readonly Mailbox _mailbox = new();
    private readonly CancellationTokenSource _stop = new();
    private bool _disposed;

    /// <summary>Works whose end has not been taken from the mailbox yet; the pipeline thread's alone.</summary>
    internal int Running { get; private set; }

    /// <summary>For work that is done on the pipeline thread itself.</summary>
    internal CancellationToken StopToken => _stop.Token;

    internal bool IsStopping => _stop.IsCancellationRequested;

    /// <summary>Starts a piece of work on the pool. A fault it throws becomes an error record.</summary>
    internal void Start(Func<CancellationToken, Task> work)
    {
        Running++;
        CancellationToken token = _stop.Token;
        Task.Run(() => RunAsync(work, token));
    }

    /// <summary>
    /// The same, begun on the pipeline thread: a single piece of work that soon has to wait saves a change of threads.
    /// </summary>
    internal void StartHere(Func<CancellationToken, Task> work)
    {
#if NET
        Running++;
        _ = RunAsync(work, _stop.Token);
#else
        // .NET Framework looks names up and connects before a request's first wait, and that could not be stopped.
        Start(work);
#endif
    }

    private async Task RunAsync(Func<CancellationToken, Task> work, CancellationToken token)
    {
        Action end = Finished;
        try
        {
            await work(token).ConfigureAwait(false);
        }
        catch (PinningException error)
        {
            end = () =>
            {
                Finished();
                cmdlet.WriteError(FaultRecord.From(error));
            };
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // Stopped: nobody listens any more.
        }
        catch (Exception error)
        {
            var captured = ExceptionDispatchInfo.Capture(error);
            end = () =>
            {
                Finished();
                captured.Throw();
            };
        }

        // Told even when stopped: whoever ends the cmdlet waits for it.
        _mailbox.Add(end);
    }

    /// <summary>Called on the pipeline thread at least this often while it waits.</summary>
    internal Action? Tick { get; set; }

    /// <summary>
    /// Carries out posts until at most <paramref name="running"/> works are left, then whatever else is there.
    /// </summary>
    internal void Drain(int running) => DrainWhile(() => Running > running);

    /// <summary>
    /// Carries out posts, waiting for them while the condition holds and work is left, then whatever else is there.
    /// </summary>
    internal void DrainWhile(Func<bool> condition)
    {
        try
        {
            while (Running > 0 && condition())
            {
                _mailbox.Take(TickMilliseconds)?.Invoke();
                Tick?.Invoke();
            }

            while (_mailbox.Take(0) is { } post) post();
        }
        catch
        {
            Abandon();
            throw;
        }
    }

    internal void Write(object result) => Post(() => cmdlet.WriteObject(result));

    internal void Error(ErrorRecord error) => Post(() => cmdlet.WriteError(error));

    internal void Warning(string text) => Post(() => cmdlet.Warn(text));

    internal void Verbose(string text) => Post(() => cmdlet.Tell(text));

    internal void Post(Action action) => _mailbox.Add(() =>
    {
        if (!IsStopping) action();
    });

    /// <summary>The same; the task ends when the action has been carried out, or has been passed over.</summary>
    internal Task PostAsync(Action action)
    {
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _mailbox.Add(() =>
        {
            try
            {
                if (!IsStopping) action();
            }
            finally
            {
                done.SetResult(true);
            }
        });
        return done.Task;
    }

    /// <summary>Called from another thread when the pipeline is stopped.</summary>
    internal void Stop()
    {
        lock (_stop)
            if (!_disposed) _stop.Cancel();
    }

    /// <summary>
    /// Also reached where nobody calls StopProcessing: a throw up- or downstream, Select-Object -First, break.
    /// </summary>
    public void Dispose()
    {
        if (_disposed) return;
        Abandon();
        lock (_stop)
        {
            _disposed = true;
            _stop.Dispose();
        }
    }

    private void Finished() => Running--;

    private void Abandon()
    {
        Stop();
        while (Running > 0)
        {
            try
            {
                _mailbox.Take(Timeout.Infinite)?.Invoke();
            }
            catch (Exception)
            {
                // The first failure is on its way already; what dying works still report has no reader.
            }
        }
    }
}
