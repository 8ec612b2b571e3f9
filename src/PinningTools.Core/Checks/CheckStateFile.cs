using System;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// The file of a state, under its lock. A run writes in this order: the evidence, then the changes, each flushed to the
/// disk, then the state, which is replaced whole. If a run dies at any moment, the next one starts from the same state,
/// finds the same changes with the same numbers, and writes none of them twice.
/// </summary>
internal sealed class CheckStateFile : IDisposable
{
    /// <summary>A clock that was corrected by less was not set back.</summary>
    private static readonly TimeSpan s_clockTolerance = TimeSpan.FromMinutes(2);

    private readonly FileLock _lock;

    private CheckStateFile(CheckFiles files, FileLock taken, CheckState? last)
    {
        Files = files;
        _lock = taken;
        Last = last;
    }

    internal CheckFiles Files { get; }

    /// <summary>The state of the last run; null where there was none.</summary>
    internal CheckState? Last { get; }

    /// <param name="files">The files of the check.</param>
    /// <param name="patience">How long to wait for another run.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="PinningException">
    /// Another run has the state, others may change it, or it cannot be read.
    /// </exception>
    internal static async Task<CheckStateFile> OpenAsync(
        CheckFiles files, TimeSpan patience, CancellationToken cancel)
    {
        files.Prepare();
        FileLock taken = await TakeAsync(files, patience, cancel).ConfigureAwait(false);
        try
        {
            return new CheckStateFile(files, taken, Presence.Exists(files.State) ? Read(files.State) : null);
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    private static async Task<FileLock> TakeAsync(CheckFiles files, TimeSpan patience, CancellationToken cancel)
    {
        try
        {
            return await FileLock.TakeAsync(files.Lock, patience, cancel).ConfigureAwait(false);
        }
        catch (PinningException error) when (error.Fault.Id == "StoreLocked")
        {
            throw new PinningException(Faults.PinCheckBusy(files.State, patience), error);
        }
    }

    /// <summary>Reads a state without its lock, to show it: it is replaced whole, so that it can be read at any moment.</summary>
    /// <exception cref="PinningException">There is no state, it cannot be read, or others may change it.</exception>
    internal static CheckState Look(CheckFiles files)
    {
        if (!Presence.Exists(files.State)) throw new PinningException(Faults.PinCheckStateMissing(files.State));
        CheckRights.RequireFolder(files.Folder);
        CheckRights.RequireFile(files.State);
        return Read(files.State);
    }

    private static CheckState Read(string path)
    {
        using FileStream file = RegularFile.OpenRead(path, 64 * 1024, FileShare.ReadWrite | FileShare.Delete);
        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        using var reader = new StreamReader(file, strict, detectEncodingFromByteOrderMarks: true, 64 * 1024);
        try
        {
            return CheckStateReader.Read(reader, path);
        }
        catch (DecoderFallbackException error)
        {
            throw new PinningException(Faults.TextNotUnicode(path), error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PinningException(Faults.FileUnreadable(path, error.Message), error);
        }
    }

    /// <summary>Whether the clock lets this run be compared with the last one.</summary>
    /// <exception cref="PinningException">The clock was set back.</exception>
    internal void RequireClock(DateTime now)
    {
        if (Last is { } last && now < last.Finished - s_clockTolerance)
            throw new PinningException(Faults.PinCheckClockBack(Files.State, last.Finished, now));
    }

    /// <summary>Writes what a run found.</summary>
    /// <param name="next">The state after the run.</param>
    /// <param name="changes">The changes since the run before.</param>
    /// <param name="keepDays">How long changes and evidence are kept.</param>
    /// <param name="warn">Takes warnings about a run that was written.</param>
    /// <exception cref="PinningException">
    /// A file cannot be written; the older state is still there, whole.
    /// </exception>
    internal void Save(CheckState next, PinCheckChange[] changes, int keepDays, Action<string> warn)
    {
        var file = new CheckChangeFile(Files.Changes);
        file.Append(changes, Last?.Started ?? default, warn);
        Write(next);
        file.Prune(next.Finished.AddDays(-keepDays), warn);
        CheckEvidence.Prune(Files.Evidence, next, keepDays);
    }

    /// <summary>Replaces only the state, for an alert that was acknowledged.</summary>
    internal void Write(CheckState next) => OwnerOnlyFile.Write(Files.State, file =>
    {
        using var writer = new StreamWriter(
            file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 64 * 1024, leaveOpen: true);
        CheckStateText.Write(next, writer);
    });

    public void Dispose() => _lock.Dispose();
}
