using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// The file of changes: a line each, only ever appended to, so that log shippers can follow it. A run that was killed
/// leaves at most a torn last line, which the next one takes off and writes again.
/// </summary>
internal sealed class CheckChangeFile(string path)
{
    /// <summary>From here on the older half is dropped, whatever its age.</summary>
    private const long MaxLength = 256L * 1024 * 1024;

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Appends the changes that are not there yet, and has them on the disk.</summary>
    /// <param name="changes">The changes of a run.</param>
    /// <param name="since">When the last run that was kept began: what a killed one wrote is younger.</param>
    /// <param name="warn">Takes that a torn line was dropped.</param>
    /// <exception cref="PinningException">They cannot be written; the file is as it was.</exception>
    internal void Append(PinCheckChange[] changes, DateTime since, Action<string> warn)
    {
        bool isThere = Presence.Exists(path);
        if (changes.Length == 0 && !isThere) return;
        try
        {
            if (RegularFile.WhyNot(path) is { } why) throw new PinningException(Faults.FileUnwritable(path, why));
            // A torn line may be whole but for its end: what is taken off must not be taken for written.
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
        warn($"The last line of '{path}' was torn and has been dropped: a run was ended while it wrote. "
            + "What it had found is found again.");
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
            // On a full disk a part of it may be there; readers should not have to guess.
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
            // The next run takes a torn line off.
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

    /// <summary>The numbers of the changes that were written since a time.</summary>
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
                // Of each line its head alone: a year has many lines, and this is done at each run.
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

    /// <summary>The number and the date of a line as it is written here; null for any other.</summary>
    private static (string Id, string At)? HeadOf(string line)
    {
        int between = BeforeId.Length + IdLength;
        bool isHead = line.Length == HeadLength && line.StartsWith(BeforeId, StringComparison.Ordinal)
            && string.CompareOrdinal(line, between, BetweenIdAndDate, 0, BetweenIdAndDate.Length) == 0;
        return isHead
            ? (line.Substring(BeforeId.Length, IdLength), line.Substring(between + BetweenIdAndDate.Length, DateLength))
            : null;
    }

    /// <summary>All changes, the oldest first; a torn last line is passed over.</summary>
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

    /// <summary>The change; null for a line that is none, where that may be.</summary>
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
    /// Drops what is older than is kept, now and then: when a tenth of it is, for each time the whole file is written.
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
