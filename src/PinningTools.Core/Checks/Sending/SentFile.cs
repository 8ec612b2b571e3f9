using System;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// The file of what was sent, beside the state, under a lock of its own: a receiver that is slow keeps no run waiting.
/// It is replaced whole. Where it is damaged everything is sent again, for a message that comes twice does less harm than
/// one that does not come.
/// </summary>
internal sealed class SentFile : IDisposable
{
    private readonly CheckFiles _files;
    private readonly FileLock _lock;

    private SentFile(CheckFiles files, FileLock taken, SentMarks marks)
    {
        _files = files;
        _lock = taken;
        Marks = marks;
    }

    internal SentMarks Marks { get; }

    /// <exception cref="PinningException">Another command is sending, or others may change the file.</exception>
    internal static async Task<SentFile> OpenAsync(
        CheckFiles files, TimeSpan patience, Action<string> warn, CancellationToken cancel)
    {
        FileLock taken = await TakeAsync(files, patience, cancel).ConfigureAwait(false);
        try
        {
            return new SentFile(files, taken, Look(files, warn));
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>What was sent, without the lock: to see what there is to do.</summary>
    /// <exception cref="PinningException">There is no state, or others may change the file.</exception>
    internal static SentMarks Look(CheckFiles files, Action<string> warn)
    {
        if (!Presence.Exists(files.State)) throw new PinningException(Faults.PinCheckStateMissing(files.State));
        CheckRights.RequireFolder(files.Folder);
        CheckRights.RequireFile(files.State);
        if (!Presence.Exists(files.Sent)) return new SentMarks();
        CheckRights.RequireFile(files.Sent);
        if (Read(files.Sent) is { } marks) return marks;
        warn($"'{files.Sent}', which says what was sent, is damaged: everything that stands is sent again.");
        return new SentMarks();
    }

    /// <summary>Has the marks on the disk.</summary>
    /// <exception cref="PinningException">They cannot be written; the file is as it was.</exception>
    internal void Save(DateTime now)
    {
        Marks.Prune(now);
        OwnerOnlyFile.Write(_files.Sent, file =>
        {
            using var writer = new StreamWriter(
                file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 64 * 1024, leaveOpen: true);
            SentText.Write(Marks, writer);
        });
    }

    public void Dispose() => _lock.Dispose();

    private static async Task<FileLock> TakeAsync(CheckFiles files, TimeSpan patience, CancellationToken cancel)
    {
        try
        {
            return await FileLock.TakeAsync(files.Sent + ".lock", patience, cancel).ConfigureAwait(false);
        }
        catch (PinningException error) when (error.Fault.Id == "StoreLocked")
        {
            throw new PinningException(Faults.SendBusy(files.Sent, patience), error);
        }
    }

    private static SentMarks? Read(string path)
    {
        using FileStream file = RegularFile.OpenRead(path, 64 * 1024, FileShare.ReadWrite | FileShare.Delete);
        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        using var reader = new StreamReader(file, strict, detectEncodingFromByteOrderMarks: true, 64 * 1024);
        try
        {
            return SentText.Read(reader, path);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PinningException(Faults.FileUnreadable(path, error.Message), error);
        }
    }
}
