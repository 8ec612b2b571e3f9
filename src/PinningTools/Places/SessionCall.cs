using System;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>Runs a command of PowerShell in another runspace, and hands on its output as it comes.</summary>
internal static class SessionCall
{
    /// <summary>A machine that does not stop within this time is left to itself.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(10);

    /// <summary>Ends when the command has ended, or was stopped, because no more output is wanted or by the caller.</summary>
    /// <param name="shell">The command in its runspace.</param>
    /// <param name="take">Takes each object; false if no more is wanted.</param>
    /// <param name="cancel">Stops the command.</param>
    /// <returns>The first error that did not end the command; null if there was none.</returns>
    /// <exception cref="SessionFailedException">The command or the connection failed.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    internal static async Task<string?> RunAsync(PowerShell shell, Func<PSObject, bool> take, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var ended = new TaskCompletionSource<PSInvocationStateInfo>(TaskCreationOptions.RunContinuationsAsynchronously);
        shell.InvocationStateChanged += (_, change) =>
        {
            if (change.InvocationStateInfo.State is PSInvocationState.Completed or PSInvocationState.Failed or PSInvocationState.Stopped)
                ended.TrySetResult(change.InvocationStateInfo);
        };
        var output = new PSDataCollection<PSObject>();
        int isOver = 0;
        void Read()
        {
            foreach (PSObject one in output.ReadAll())
            {
                if (Volatile.Read(ref isOver) == 1) return;
                if (take(one)) continue;
                Volatile.Write(ref isOver, 1);
                Stop(shell);
            }
        }

        output.DataAdded += (_, _) => Read();
        Begin(shell, output);
        using (cancel.Register(() => Stop(shell)))
        {
            var given = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            using CancellationTokenRegistration _ = cancel.Register(() => given.TrySetResult(true));
            if (await Task.WhenAny(ended.Task, given.Task).ConfigureAwait(false) == given.Task)
                await Task.WhenAny(ended.Task, Task.Delay(s_grace, CancellationToken.None)).ConfigureAwait(false);
        }

        Read();
        bool isEnough = Interlocked.Exchange(ref isOver, 1) == 1;
        cancel.ThrowIfCancellationRequested();
        PSInvocationStateInfo end = await ended.Task.ConfigureAwait(false);
        // Whoever closes the session stops the command.
        if (end.State != PSInvocationState.Completed && !isEnough)
            throw new SessionFailedException(end.Reason?.Message ?? "the session was closed.");
        return shell.Streams.Error.Select(error => error.ToString()).FirstOrDefault();
    }

    private static void Begin(PowerShell shell, PSDataCollection<PSObject> output)
    {
        try
        {
            shell.BeginInvoke<PSObject, PSObject>(null, output);
        }
        catch (Exception error) when (error is RuntimeException or InvalidOperationException or ArgumentException)
        {
            throw new SessionFailedException(error.Message, error);
        }
    }

    private static void Stop(PowerShell shell)
    {
        try
        {
            shell.BeginStop(null, null);
        }
        catch (Exception error) when (error is RuntimeException or InvalidOperationException)
        {
            // It has ended, or its connection is gone.
        }
    }
}

/// <summary>A command in another runspace failed.</summary>
internal sealed class SessionFailedException(string message, Exception? inner = null) : Exception(message, inner);
