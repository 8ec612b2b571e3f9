using System;
using System.Globalization;
using System.IO;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// A place in the queue for a lock: a file next to the lock file with the next number, which its owner keeps open and
/// the system removes or releases when the owner dies. Tickets only keep the order: a writer without a ticket, or one
/// that comes before its turn, still has to acquire the lock.
/// </summary>
internal sealed class LockTicket : IDisposable
{
    private const string Extension = ".wait";
    private const int Digits = 19;
    private const int GuidLength = 32;

    private readonly FileStream _file;
    private readonly string _name;

    private LockTicket(FileStream file, string name)
    {
        _file = file;
        _name = name;
    }

    /// <summary>Null if none can be created, as in a folder where only other accounts may write.</summary>
    internal static LockTicket? TryDraw(string path)
    {
        try
        {
            long number = Waiting(path).Select(NumberOf).DefaultIfEmpty().Max() + 1;
            string name = Leftovers.PrefixOf(path)
                + number.ToString(CultureInfo.InvariantCulture).PadLeft(Digits, '0')
                + Guid.NewGuid().ToString("N") + Extension;
            const int BufferSize = 1;
            return new LockTicket(
                new FileStream(
                    Path.Combine(Leftovers.FolderOf(path), name), FileMode.CreateNew, FileAccess.ReadWrite,
                    FileShare.None, BufferSize, FileOptions.DeleteOnClose),
                name);
        }
        catch (Exception error) when (WriteError.Is(error))
        {
            return null;
        }
    }

    /// <summary>
    /// A living process that has waited longer than the owner of a ticket, or any waiting process if there is no
    /// ticket; null if there is none.
    /// </summary>
    /// <param name="path">The lock file.</param>
    /// <param name="ticket">The asker's own.</param>
    /// <param name="isLost">
    /// Whether the ticket's file is gone: something cleaned the folder, or another writer looked at the file in the
    /// instant between its creation and its locking. Without a new ticket its owner would stay behind everyone forever.
    /// </param>
    internal static string? Ahead(string path, LockTicket? ticket, out bool isLost)
    {
        isLost = false;
        try
        {
            string[] waiting = Waiting(path);
            isLost = ticket is not null && !waiting.Contains(ticket._name);
            foreach (string name in waiting)
            {
                if (name == ticket?._name) return null;
                // A process that was killed while it waited no longer has its file open.
                string file = Path.Combine(Leftovers.FolderOf(path), name);
                if (!Leftovers.TryDelete(file) && File.Exists(file)) return name;
            }

            return null;
        }
        catch (Exception error) when (WriteError.Is(error))
        {
            // If the folder cannot be listed, there is no queue.
            return null;
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>The names of all tickets, the lowest number first.</summary>
    private static string[] Waiting(string path)
    {
        string prefix = Leftovers.PrefixOf(path);
        int length = prefix.Length + Digits + GuidLength + Extension.Length;
        string[] names =
        [
            .. Directory.GetFiles(Leftovers.FolderOf(path), "*" + Extension).Select(file => Path.GetFileName(file))
                .Where(name => name.Length == length && name.StartsWith(prefix, StringComparison.Ordinal)),
        ];
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }

    /// <summary>An invalid number, or one that leaves no room for the next, is ignored.</summary>
    private static long NumberOf(string name)
    {
        string digits = name.Substring(name.Length - Extension.Length - GuidLength - Digits, Digits);
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            && number < long.MaxValue ? number : 0;
    }
}
