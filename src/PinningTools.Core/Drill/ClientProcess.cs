using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Runs a client under test as a process. It may be broken or hostile: it can write without end, never end, and leave
/// children. What is kept of its output is limited, and at the deadline it is ended with its children.
/// </summary>
internal static class ClientProcess
{
    /// <summary>How long to wait for the end of its output: a child that it left can hold that open.</summary>
    private static readonly TimeSpan s_outputGrace = TimeSpan.FromSeconds(1);

    /// <param name="start">The program, its arguments and its environment.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="timeout">When it is ended.</param>
    /// <param name="stop">Ends it at once.</param>
    /// <exception cref="PinningException">It cannot be started.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    internal static async Task<ClientExit> RunAsync(
        ProcessStartInfo start, byte[] input, TimeSpan timeout, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var tree = new ProcessTree(start);
        using Process process = Start(start);
        Task<bool> ended = Ended(process);
        var tail = new OutputTail();
        Task reading = Task.WhenAll(tail.ReadAsync(process.StandardOutput), tail.ReadAsync(process.StandardError));
        _ = FeedAsync(process.StandardInput.BaseStream, input);
        bool isEnded;
        try
        {
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stop);
            await Task.WhenAny(ended, Task.Delay(timeout, waiting.Token)).ConfigureAwait(false);
            isEnded = ended.IsCompleted;
            waiting.Cancel();
        }
        finally
        {
            tree.Kill(process);
        }

        await Task.WhenAny(reading, Task.Delay(s_outputGrace, CancellationToken.None)).ConfigureAwait(false);
        stop.ThrowIfCancellationRequested();
        return new ClientExit
        {
            Code = isEnded ? process.ExitCode : null,
            IsTimedOut = !isEnded,
            Output = tail.ToString(),
        };
    }

    private static Process Start(ProcessStartInfo start)
    {
        start.UseShellExecute = false;
        start.CreateNoWindow = true;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        try
        {
            return Process.Start(start)!;
        }
        catch (Exception error) when (error is Win32Exception or IOException or InvalidOperationException)
        {
            throw new PinningException(Faults.DrillClientUnusable(start.FileName, error.Message), error);
        }
    }

    private static Task<bool> Ended(Process process)
    {
        var ended = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.Exited += (_, _) => ended.TrySetResult(true);
        process.EnableRaisingEvents = true;
        if (process.HasExited) ended.TrySetResult(true);
        return ended.Task;
    }

    private static async Task FeedAsync(Stream stream, byte[] input)
    {
        try
        {
            using (stream) await stream.WriteAsync(input, 0, input.Length).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // A program that does not read its input ends or is ended all the same.
        }
    }
}

/// <summary>The last of what a program writes; the rest is read and dropped.</summary>
internal sealed class OutputTail
{
    private const int MaxLength = 8 * 1024;

    private readonly Queue<char> _kept = new();

    internal async Task ReadAsync(TextReader reader)
    {
        char[] buffer = new char[4096];
        try
        {
            while (await reader.ReadAsync(buffer, 0, buffer.Length).ConfigureAwait(false) is > 0 and var count)
                Add(buffer, count);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The process is gone.
        }
    }

    public override string ToString()
    {
        lock (_kept) return TerminalText.Message(new string([.. _kept]).Trim());
    }

    private void Add(char[] buffer, int count)
    {
        lock (_kept)
        {
            for (int i = 0; i < count; i++)
            {
                if (_kept.Count == MaxLength) _kept.Dequeue();
                _kept.Enqueue(buffer[i]);
            }
        }
    }
}
