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
internal sealed class CmdletPump(Cmdlet cmdlet) : ICmdletOutput, IDisposable
{
    private const int TickMilliseconds = 500;

    private readonly Mailbox _mailbox = new();
    private readonly CancellationTokenSource _stop = new();
    private bool _disposed;

    /// <summary>Works whose end has not been taken from the mailbox yet; the pipeline thread's alone.</summary>
    internal int Running { get; private set; }

    /// <summary>For work that is done on the pipeline thread itself.</summary>
    internal CancellationToken StopToken => _stop.Token;

    internal bool Stopping => _stop.IsCancellationRequested;

    /// <summary>Starts a piece of work on the pool. A fault it throws becomes an error record.</summary>
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

    /// <summary>The same, and waits for its end; a fault it throws becomes an error record all the same.</summary>
    internal void Run(Func<CancellationToken, Task> work)
    {
        Start(work);
        Drain(0);
    }

    /// <summary>Waits for work that the rest cannot go on without.</summary>
    /// <exception cref="PinningException">The work threw it.</exception>
    /// <exception cref="PipelineStoppedException">Everything was stopped meanwhile.</exception>
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
        return Stopping ? throw new PipelineStoppedException() : result;
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

    public void Write(object result) => Post(() => cmdlet.WriteObject(result));

    public void Error(ErrorRecord error) => Post(() => cmdlet.WriteError(error));

    public void Warning(string text) => Post(() => cmdlet.Warn(text));

    public void Verbose(string text) => Post(() => cmdlet.Tell(text));

    public void Post(Action action) => _mailbox.Add(() =>
    {
        if (!Stopping) action();
    });

    /// <summary>The same; the task ends when the action has been carried out, or has been passed over.</summary>
    internal Task PostAsync(Action action)
    {
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _mailbox.Add(() =>
        {
            try
            {
                if (!Stopping) action();
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
