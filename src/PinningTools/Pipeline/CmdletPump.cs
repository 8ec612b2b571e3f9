using System;
using System.Management.Automation;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Runs async work for a cmdlet. The work never accesses the cmdlet: it posts closures that the pipeline thread runs,
/// which is the only thread that may write. However the pipeline ends, the work is cancelled, its mailbox is emptied
/// and its end is awaited before the cmdlet returns, so that no thread, socket or timer outlives it.
/// </summary>
internal sealed class CmdletPump(Cmdlet cmdlet) : IDisposable
{
    private const int TickMilliseconds = 500;

    private readonly Mailbox _mailbox = new();
    private readonly CancellationTokenSource _stop = new();
    private bool _disposed;

    /// <summary>
    /// The number of work items whose end was not read from the mailbox yet; used only by the pipeline thread.
    /// </summary>
    internal int Running { get; private set; }

    /// <summary>The token for work on the pipeline thread itself.</summary>
    internal CancellationToken StopToken => _stop.Token;

    internal bool IsStopping => _stop.IsCancellationRequested;

    /// <summary>Starts work on the thread pool. A fault that it throws becomes an error record.</summary>
    internal void Start(Func<CancellationToken, Task> work)
    {
        Running++;
        CancellationToken token = _stop.Token;
        Task.Run(() => RunAsync(work, token));
    }

    /// <summary>The same for work with a result, which the pipeline thread takes.</summary>
    internal void Start<T>(Func<CancellationToken, Task<T>> work, Action<T> take) => Start(async stop =>
    {
        T result = await work(stop).ConfigureAwait(false);
        Post(() => take(result));
    });

    /// <summary>
    /// The same, but starts on the pipeline thread: for a single work item that soon waits, this saves a thread switch.
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

    /// <summary>The same, but waits for its end; a fault that it throws also becomes an error record.</summary>
    internal void Run(Func<CancellationToken, Task> work)
    {
        Start(work);
        Drain(0);
    }

    /// <summary>Waits for work whose result is required to continue.</summary>
    /// <exception cref="PinningException">The work threw it.</exception>
    /// <exception cref="PipelineStoppedException">The command was stopped in the meantime.</exception>
    internal T Await<T>(Func<CancellationToken, Task<T>> work)
    {
        T result = default!;
        PinningException? failure = null;
        Run(async stop =>
        {
            try
            {
                result = await work(stop).ConfigureAwait(false);
            }
            catch (PinningException error)
            {
                failure = error;
            }
        });
        if (failure is not null) throw failure;
        return IsStopping ? throw new PipelineStoppedException() : result;
    }

    /// <summary>Begins work on this thread, waits for its end and gives the fault that it threw, if any.</summary>
    internal PinningException? RunHere(Func<CancellationToken, Task> work)
    {
        PinningException? failure = null;
        StartHere(async stop =>
        {
            try
            {
                await work(stop).ConfigureAwait(false);
            }
            catch (PinningException error)
            {
                failure = error;
            }
        });
        Drain(0);
        return failure;
    }

    /// <summary>The same for work without a result; it is always true.</summary>
    internal bool Await(Func<CancellationToken, Task> work) => Await(async stop =>
    {
        await work(stop).ConfigureAwait(false);
        return true;
    });

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
            // Stopped: no one listens any more.
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
    /// Runs posts until at most <paramref name="running"/> work items are left, then all remaining posts.
    /// </summary>
    internal void Drain(int running) => DrainWhile(() => Running > running);

    /// <summary>
    /// Runs posts, waiting for them while the condition holds and work is left, then all remaining posts.
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

    internal void Post(Action action) => _mailbox.Add(UnlessStopping(action));

    /// <summary>The same for the last thing that a work item does: its end, which follows, wakes the pipeline thread.</summary>
    internal void PostLast(Action action) => _mailbox.AddQuietly(UnlessStopping(action));

    private Action UnlessStopping(Action action) => () =>
    {
        if (!IsStopping) action();
    };

    /// <summary>The same; the task completes when the action was run or skipped.</summary>
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

    /// <summary>The answer to a question that the pipeline thread alone can ask.</summary>
    /// <exception cref="OperationCanceledException">Everything was stopped instead.</exception>
    internal async Task<T> AskAsync<T>(Func<T> question)
    {
        bool isAnswered = false;
        T answer = default!;
        await PostAsync(() =>
        {
            answer = question();
            isAnswered = true;
        }).ConfigureAwait(false);
        return isAnswered ? answer : throw new OperationCanceledException();
    }

    /// <summary>Called from another thread when the pipeline is stopped.</summary>
    internal void Stop()
    {
        lock (_stop)
            if (!_disposed) _stop.Cancel();
    }

    /// <summary>
    /// Also called if StopProcessing is not: an exception upstream or downstream, Select-Object -First, break.
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
