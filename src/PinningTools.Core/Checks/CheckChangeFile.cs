using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// The file of changes, one change a line. Lines are only ever appended, so that log shippers can follow the file. A
/// run that was killed leaves at most one incomplete last line, which the next run removes and writes again.
/// </summary>
internal sealed class CheckChangeFile(string path)
{
    /// <summary>Above this size, the older half of the file is dropped regardless of its age.</summary>
    private const long MaxLength = 256L * 1024 * 1024;

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Appends the changes that the file does not contain yet, and flushes them to the disk.</summary>
    /// <param name="changes">The changes of a run.</param>
    /// <param name="since">When the last run that was saved began: the changes of a killed run are newer.</param>
    /// <param name="warn">Receives a warning if an incomplete line was dropped.</param>
    /// <exception cref="PinningException">The changes cannot be written; the file is unchanged.</exception>
    internal void Append(PinCheckChange[] changes, DateTime since, Action<string> warn)
    {
        bool isThere = Presence.Exists(path);
        if (changes.Length == 0 && !isThere) return;
        try
        {
            if (RegularFile.WhyNot(path) is { } why) throw new PinningException(Faults.FileUnwritable(path, why));
            // An incomplete line may lack only its line end. It is removed, so it must not count as written.
            if (isThere) DropTorn(warn);
            HashSet<string> known = isThere ? KnownSince(since) : [];
            var text = new StringBuilder();
            foreach (PinCheckChange change in changes)
                if (known.Add(change.Id)) text.Append(CheckChangeText.Write(change)).Append('\n');
            if (text.Length > 0) Append(s_utf8.GetBytes(text.ToString()), isThere);
        }
        catch (Exception error) when (WriteError.Is(error))
        {
            throw new PinningException(Faults.FileUnwritable(path, WriteError.Why(error)), error);
        }
    }

    private void DropTorn(Action<string> warn)
    {
        using FileStream file = Open();
        long whole = EndOfWhole(file);
        if (whole == file.Length) return;
        file.SetLength(whole);
        warn($"The last line of '{path}' was incomplete and has been dropped: a run was interrupted while writing it. "
            + "This run finds its changes again.");
    }

    private FileStream Open() => new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);

    private void Append(byte[] data, bool isThere)
    {
        using FileStream file = isThere ? Open() : OwnerOnlyFile.CreateNew(path);
        long whole = file.Length;
        file.Seek(whole, SeekOrigin.Begin);
        try
        {
            file.Write(data, 0, data.Length);
            file.Flush(flushToDisk: true);
        }
        catch
        {
            // On a full disk, part of the text may have been written; it is removed so that readers do not have to
            // guess.
            TryCut(file, whole);
            throw;
        }
    }

    private static void TryCut(FileStream file, long length)
    {
        try
        {
            file.SetLength(length);
        }
        catch (Exception error) when (WriteError.Is(error))
        {
            // The next run removes the incomplete line.
        }
    }

    /// <summary>The length up to the last line end.</summary>
    private static long EndOfWhole(FileStream file)
    {
        byte[] piece = new byte[CheckChangeText.MaxBytes];
        for (long end = file.Length; end > 0;)
        {
            int count = (int)Math.Min(piece.Length, end);
            file.Seek(end - count, SeekOrigin.Begin);
            int read = 0;
            for (int got; read < count && (got = file.Read(piece, read, count - read)) > 0;) read += got;
            int last = Array.LastIndexOf(piece, (byte)'\n', read - 1);
            if (last >= 0) return end - count + last + 1;
            end -= count;
        }

        return 0;
    }

    /// <summary>The ids of the changes that were written since a given time.</summary>
    private HashSet<string> KnownSince(DateTime since)
    {
        HashSet<string> known = [];
        string from = CheckDate.Format(since);
        using FileStream file = RegularFile.OpenRead(path, 1, FileShare.ReadWrite | FileShare.Delete);
        byte[] piece = new byte[64 * 1024];
        char[] head = new char[HeadLength];
        int length = 0;
        for (int count; (count = file.Read(piece, 0, piece.Length)) > 0;)
        {
            for (int i = 0; i < count;)
            {
                // Only the head of each line is read: a year has many lines, and every run does this.
                while (length < HeadLength && i < count && piece[i] != '\n') head[length++] = (char)piece[i++];
                int end = Array.IndexOf(piece, (byte)'\n', i, count - i);
                i = end < 0 ? count : end + 1;
                if (end < 0) break;
                Take(new string(head, 0, length));
                length = 0;
            }
        }

        return known;

        void Take(string line)
        {
            if (HeadOf(line) is var (id, at) && string.CompareOrdinal(at, from) >= 0) known.Add(id);
        }
    }

    private const string BeforeId = "{\"id\":\"";
    private const string BetweenIdAndDate = "\",\"at\":\"";
    private const int IdLength = 12;
    private const int DateLength = 20;
    private const int HeadLength = 7 + IdLength + 8 + DateLength;

    /// <summary>The id and the date of a line in the form written here; null for any other line.</summary>
    private static (string Id, string At)? HeadOf(string line)
    {
        int between = BeforeId.Length + IdLength;
        bool isHead = line.Length == HeadLength && line.StartsWith(BeforeId, StringComparison.Ordinal)
            && string.CompareOrdinal(line, between, BetweenIdAndDate, 0, BetweenIdAndDate.Length) == 0;
        return isHead
            ? (line.Substring(BeforeId.Length, IdLength), line.Substring(between + BetweenIdAndDate.Length, DateLength))
            : null;
    }

    /// <summary>All changes, oldest first; an incomplete last line is skipped.</summary>
    /// <exception cref="PinningException">A line cannot be read.</exception>
    internal IEnumerable<PinCheckChange> Read() => ReadLines(isStrict: true).Select(line => line.Change!);

    private IEnumerable<(PinCheckChange? Change, int Number)> ReadLines(bool isStrict)
    {
        if (!Presence.Exists(path)) yield break;
        using FileStream file = RegularFile.OpenRead(path, 64 * 1024, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file, s_utf8, detectEncodingFromByteOrderMarks: true, 64 * 1024);
        int number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (line.Length == 0) continue;
            yield return (TryRead(line, number, isStrict && reader.Peek() >= 0), number);
        }
    }

    /// <summary>The change; null for a line that is not a change, if that is allowed.</summary>
    private PinCheckChange? TryRead(string line, int number, bool isStrict)
    {
        try
        {
            return CheckChangeText.Read(line, path, number);
        }
        catch (PinningException) when (!isStrict)
        {
            return null;
        }
    }

    /// <summary>
    /// Drops changes that are older than the limit, but only when they are a tenth of the file, because the whole
    /// file is written each time.
    /// </summary>
    internal void Prune(DateTime oldest, Action<string> warn)
    {
        if (!Presence.Exists(path)) return;
        try
        {
            long length = new FileInfo(path).Length;
            if (length <= MaxLength && !IsOld(oldest)) return;
            PinCheckChange[] all = [.. ReadLines(isStrict: false).Select(line => line.Change).OfType<PinCheckChange>()];
            IEnumerable<PinCheckChange> kept = all.Where(change => change.At >= oldest);
            if (length > MaxLength) kept = kept.Skip(all.Length / 2);
            OwnerOnlyFile.Write(path, file =>
            {
                using var writer = new StreamWriter(file, s_utf8, 64 * 1024, leaveOpen: true);
                foreach (PinCheckChange change in kept) writer.Write(CheckChangeText.Write(change) + "\n");
            });
        }
        catch (Exception error) when (error is PinningException || WriteError.Is(error))
        {
            warn($"Old changes in '{path}' could not be dropped: {error.Message}");
        }
    }

    private bool IsOld(DateTime oldest)
    {
        PinCheckChange? first = ReadLines(isStrict: false).Select(line => line.Change).OfType<PinCheckChange>().FirstOrDefault();
        return first is not null && first.At < oldest.AddDays(-30);
    }
}
