using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Allows one writer at a time, across processes, in the order in which they came (<see cref="LockTicket"/>): the
/// holder keeps a file open that no one else can open. The operating system releases it when the holder dies. The empty
/// file is not deleted: otherwise two processes could hold two files with the same name.
/// </summary>
internal sealed class FileLock : IDisposable
{
    internal const int SharingViolation = unchecked((int)0x80070020);
    internal const int LockViolation = unchecked((int)0x80070021);
    private const int WindowsFileExists = unchecked((int)0x80070050);
    private const int UnixFileExists = 17;
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;

    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(10);

    private readonly FileStream _file;

    private FileLock(FileStream file)
    {
        _file = file;
    }

    /// <param name="path">The lock file.</param>
    /// <param name="timeout">How long to wait for the holder.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="PinningException">
    /// Another process kept the lock, or the folder cannot be written to.
    /// </exception>
    internal static async Task<FileLock> TakeAsync(string path, TimeSpan timeout, CancellationToken cancel)
    {
        if (FileSharing.IsWindows && WindowsFileName.WhyNot(path) is { } why)
            throw new PinningException(Faults.FileUnwritable(path, why));
        var watch = Stopwatch.StartNew();
        var queue = new Queue(path, timeout);
        try
        {
            while (true)
            {
                cancel.ThrowIfCancellationRequested();
                if (queue.IsMyTurn() && TryTake(path) is { } taken) return taken;
                if (watch.Elapsed > timeout) throw new PinningException(Faults.StoreLocked(path, timeout));
                queue.Join();
                await Task.Delay(s_poll, cancel).ConfigureAwait(false);
            }
        }
        finally
        {
            queue.Dispose();
        }
    }

    /// <summary>A writer's place in the queue for a lock.</summary>
    private sealed class Queue(string path, TimeSpan timeout) : IDisposable
    {
        /// <summary>Two seconds, of the minute that a store's writer waits.</summary>
        private readonly long _patience = timeout.Ticks / 30;
        private readonly Stopwatch _unchanged = Stopwatch.StartNew();
        private LockTicket? _ticket;
        private string? _ahead;

        /// <summary>
        /// Whether to try the lock. A waiting process that was stopped is not dead: if the same process stays first for
        /// a while, the lock is tried regardless of it, once each time. If the lock is held, the wait was for its
        /// holder.
        /// </summary>
        internal bool IsMyTurn()
        {
            string? ahead = LockTicket.Ahead(path, _ticket, out bool isLost);
            if (isLost)
            {
                _ticket?.Dispose();
                _ticket = null;
            }

            if (ahead is null) return true;
            bool isOver = ahead == _ahead && _unchanged.Elapsed.Ticks >= _patience;
            if (ahead != _ahead || isOver) _unchanged.Restart();
            _ahead = ahead;
            return isOver || _patience <= 0;
        }

        internal void Join() => _ticket ??= LockTicket.TryDraw(path);

        public void Dispose() => _ticket?.Dispose();
    }

    private static FileLock? TryTake(string path)
    {
        try
        {
            return new FileLock(Open(path));
        }
        catch (IOException error) when (IsHeld(error) || HasChanged(error))
        {
            return null;
        }
        catch (Exception error) when (WriteError.Is(error))
        {
            throw new PinningException(Faults.FileUnwritable(path, WriteError.Why(error)), error);
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>
    /// Opens the file itself, and creates it if necessary: through a link another file would be created or held.
    /// </summary>
    private static FileStream Open(string path)
    {
        FileMode mode = IsThere(path) ? FileMode.Open : FileMode.CreateNew;
        return new FileStream(path, mode, FileAccess.ReadWrite, FileShare.None);
    }

    private static bool IsThere(string path)
    {
        try
        {
            bool isLink = (File.GetAttributes(path) & FileAttributes.ReparsePoint) != 0;
            string? why = isLink ? "It is a link." : RegularFile.WhyNot(path);
            return why is null ? true : throw new PinningException(Faults.FileUnwritable(path, why));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Whether the file was created or deleted between the check and the opening.</summary>
    private static bool HasChanged(IOException error) =>
        error is FileNotFoundException || error.HResult is WindowsFileExists or UnixFileExists;

    /// <summary>
    /// Whether another process has the file: Windows reports a sharing or lock violation, Unix a call that would block,
    /// with the error number of Linux or macOS. Other errors do not go away by waiting.
    /// </summary>
    private static bool IsHeld(IOException error) =>
        error.HResult is SharingViolation or LockViolation or LinuxWouldBlock or MacWouldBlock;
}
