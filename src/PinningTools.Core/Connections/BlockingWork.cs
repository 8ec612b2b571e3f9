using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Runs calls that block and cannot be interrupted (name lookups, tickets, a platform's chain download) on separate
/// threads, never on the thread pool: a dead resolver must not starve other connections. A caller that gives up returns
/// at once; the call is abandoned, and its thread ends with the call. The number of threads grows slowly while calls
/// return and quickly while they hang, up to the limit.
/// </summary>
internal sealed class BlockingWork(string name, int maxThreads)
{
    private const int StackBytes = 256 * 1024;
    private const int EasyThreads = 8;
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_stuck = TimeSpan.FromMilliseconds(100);

    private readonly object _gate = new();
    private readonly Queue<Action> _queue = new();
    private int _threads;
    private int _idle;
    private bool _growing;

    /// <summary>Threads that exist now, waiting ones included.</summary>
    internal int ThreadCount
    {
        get
        {
            lock (_gate) return _threads;
        }
    }

    /// <exception cref="OperationCanceledException">
    /// The token was cancelled first; the call continues and its result is ignored.
    /// </exception>
    internal async Task<T> RunAsync<T>(Func<T> call, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = cancel.Register(() => done.TrySetCanceled(cancel));
        // It runs as its caller, whom Windows may impersonate, and not as the one who started the thread.
        ExecutionContext? caller = ExecutionContext.Capture();
        Enqueue(() =>
        {
            if (caller is null) Work(null);
            else ExecutionContext.Run(caller, Work, null);
        });
        return await done.Task.ConfigureAwait(false);

        void Work(object? _)
        {
            // Work whose caller gave up before it began is not started.
            if (done.Task.IsCompleted) return;
            try
            {
                done.TrySetResult(call());
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                done.TrySetException(error);
            }
        }
    }

    private void Enqueue(Action work)
    {
        lock (_gate)
        {
            _queue.Enqueue(work);
            if (_idle >= _queue.Count) Monitor.Pulse(_gate);
            else if (_threads >= EasyThreads || !TryStartThread()) GrowSoon();
        }
    }

    private void GrowSoon()
    {
        if (_growing || _threads >= maxThreads) return;
        _growing = true;
        Task.Delay(s_stuck).ContinueWith(
            _ => Grow(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>Work waited while every thread was busy: start one thread for each piece that still waits.</summary>
    private void Grow()
    {
        lock (_gate)
        {
            _growing = false;
            for (int waiting = _queue.Count - _idle; waiting > 0 && _threads < maxThreads; waiting--)
                if (!TryStartThread()) break;
            if (_queue.Count > 0) GrowSoon();
        }
    }

    /// <summary>.NET reports OutOfMemoryException if the system does not provide a thread, for any reason.</summary>
    /// <exception cref="OutOfMemoryException">There is no thread that could do the work later.</exception>
    private bool TryStartThread()
    {
        try
        {
            new Thread(Loop, StackBytes) { IsBackground = true, Name = name }.Start();
            _threads++;
            return true;
        }
        catch (OutOfMemoryException) when (_threads > 0)
        {
            return false;
        }
    }

    private void Loop()
    {
        while (Take() is { } work) work();
    }

    private Action? Take()
    {
        lock (_gate)
        {
            while (_queue.Count == 0)
            {
                _idle++;
                bool woken = Monitor.Wait(_gate, s_idle);
                _idle--;
                if (woken || _queue.Count > 0) continue;
                _threads--;
                return null;
            }

            return _queue.Dequeue();
        }
    }
}
