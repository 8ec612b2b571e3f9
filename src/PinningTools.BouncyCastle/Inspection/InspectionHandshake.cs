// Inspection: handshakes that only read what a server shows, with Bouncy Castle's TLS, where the platform's cannot.
// - It sends nothing but TLS, shows no client certificate, resumes nothing, and ends when the key is known.
// - The certificates are copied as bytes before the library parses them: what it cannot use is shown, not lost.
// - Possession is proven by a verified signature of ServerKeyExchange or CertificateVerify, or under RSA key exchange
//   by a verified Finished, and by nothing earlier. What is verified is the key that stands in the copied leaf.
// - Version and suite are facts only after a verified Finished. A signature, Finished or record that does not verify is
//   a failure, also after a proof.
// - Everything that a server can make this side read or compute is limited before, and computed on threads of its own.

using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>Carries one handshake between a stream and the library, which never touches the stream itself.</summary>
internal sealed class InspectionHandshake : IInspectionHandshake
{
    private static readonly BlockingWork s_work = new("PinningTools inspection", maxThreads: 32);

    public async Task<InspectedServer> ReadAsync(Stream transport, InspectionOffer offer, CancellationToken cancel)
    {
        var session = new InspectionSession(offer);
        byte[] answer = await s_work.RunAsync(session.Begin, cancel).ConfigureAwait(false);
        while (true)
        {
            try
            {
                await WriteAsync(transport, answer, cancel).ConfigureAwait(false);
                if (session.IsDone) return session.Result();
                if (!await ReadAsync(transport, session, cancel).ConfigureAwait(false)) return session.EndBy(null);
            }
            catch (Exception error) when (error is IOException or ObjectDisposedException)
            {
                cancel.ThrowIfCancellationRequested();
                return session.EndBy(error);
            }

            answer = await s_work.RunAsync(session.Work, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Reads until there is a whole record; false at the end of the stream.</summary>
    private static async Task<bool> ReadAsync(Stream transport, InspectionSession session, CancellationToken cancel)
    {
        int read;
        do
        {
            ArraySegment<byte> free = session.Free;
            read = await transport.ReadAsync(free.Array!, free.Offset, free.Count, cancel)
                .OrCancelled(cancel).ConfigureAwait(false);
        }
        while (read > 0 && !session.Add(read));

        return read > 0;
    }

    private static async Task WriteAsync(Stream transport, byte[] bytes, CancellationToken cancel)
    {
        if (bytes.Length == 0) return;
        await transport.WriteAsync(bytes, 0, bytes.Length, cancel).OrCancelled(cancel).ConfigureAwait(false);
        await transport.FlushAsync(cancel).OrCancelled(cancel).ConfigureAwait(false);
    }
}

/// <summary>Gives up waiting for what cannot be interrupted on every platform: a read of a socket.</summary>
internal static class Abandoning
{
    /// <exception cref="OperationCanceledException">The token was cancelled first; the task continues alone.</exception>
    internal static async Task<T> OrCancelled<T>(this Task<T> task, CancellationToken cancel)
    {
        await ((Task)task).OrCancelled(cancel).ConfigureAwait(false);
        return await task.ConfigureAwait(false);
    }

    /// <inheritdoc cref="OrCancelled{T}"/>
    internal static async Task OrCancelled(this Task task, CancellationToken cancel)
    {
        if (!task.IsCompleted)
        {
            var cancelled = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            using CancellationTokenRegistration registration = cancel.Register(() => cancelled.TrySetResult(true));
            if (await Task.WhenAny(task, cancelled.Task).ConfigureAwait(false) != task)
            {
                // Its error has no reader any more.
                _ = task.ContinueWith(
                    late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted,
                    TaskScheduler.Default);
                throw new OperationCanceledException(cancel);
            }
        }

        await task.ConfigureAwait(false);
    }
}
