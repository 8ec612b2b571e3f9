using System;
using System.IO;
#if NET
using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;
#endif

namespace PinningTools.Internal;

/// <summary>
/// Writes files that only their owner may read, from the first moment on: mode 0600 on Unix, an access list with one
/// entry on Windows.
/// </summary>
internal static class OwnerOnlyFile
{
    private const string Extension = ".tmp";

    /// <summary>
    /// Writes a key and its request, both or neither: both are written to the disk before either is moved into place,
    /// and the key is moved last, so that at any moment the older key or the new one exists.
    /// </summary>
    /// <exception cref="PinningException">A file exists and may not be replaced, or cannot be written.</exception>
    internal static void WriteBoth(string keyPath, byte[] key, string otherPath, byte[] other, bool replace)
    {
        using Draft keyDraft = Draft.Make(keyPath, key, replace);
        using Draft otherDraft = Draft.Make(otherPath, other, replace);
        byte[]? older = replace ? ReadOlder(otherPath) : null;
        otherDraft.Settle();
        try
        {
            keyDraft.Settle();
        }
        catch (PinningException)
        {
            TakeBack(otherPath, older);
            throw;
        }
    }

    /// <summary>
    /// Writes a file that may be large, piece by piece: at any moment the older one or the new one is there, whole.
    /// </summary>
    /// <exception cref="PinningException">It cannot be written; the older one is untouched.</exception>
    internal static void Write(string path, Action<Stream> write, bool replace = true)
    {
        using Draft draft = Draft.Make(path, write, replace);
        draft.Settle();
    }

    /// <summary>A new file, open for writing.</summary>
    /// <exception cref="IOException">There is one already.</exception>
    internal static FileStream CreateNew(string path) => Create(path);

    private static byte[]? ReadOlder(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (WriteError.Is(error))
        {
            throw new PinningException(Faults.FileUnwritable(path, WriteError.Why(error)), error);
        }
    }

    private static void TakeBack(string path, byte[]? older)
    {
        try
        {
            File.Delete(path);
            if (older is null) return;
            using Draft draft = Draft.Make(path, older, replace: true);
            draft.Settle();
        }
        catch (Exception error) when (error is PinningException || WriteError.Is(error))
        {
            // The original error describes the problem.
        }
    }

    /// <summary>A file that is written and flushed to the disk, but not moved into place yet.</summary>
    private sealed class Draft : IDisposable
    {
        private readonly string _path;
        private readonly string _temporary;
        private readonly bool _replace;

        private Draft(string path, bool replace)
        {
            _path = path;
            _replace = replace;
            _temporary = Leftovers.NewName(path, Extension);
        }

        internal static Draft Make(string path, byte[] content, bool replace) =>
            Make(path, file => file.Write(content, 0, content.Length), replace);

        internal static Draft Make(string path, Action<Stream> write, bool replace)
        {
            if (RegularFile.WhyNot(path) is { } why) throw new PinningException(Faults.FileUnwritable(path, why));
            var draft = new Draft(path, replace);
            try
            {
                Leftovers.Remove(path, Extension);
                draft.Try(() =>
                {
                    using FileStream file = Create(draft._temporary);
                    write(file);
                    file.Flush(flushToDisk: true);
                });
                return draft;
            }
            catch
            {
                draft.Dispose();
                throw;
            }
        }

        internal void Settle() => Try(() => FileSharing.Retry(() => Rename(_temporary, _path, _replace)));

        public void Dispose()
        {
            try
            {
                File.Delete(_temporary);
            }
            catch (Exception error) when (WriteError.Is(error))
            {
                // It is only a leftover; the next writer tries to remove it again.
            }
        }

        private void Try(Action write)
        {
            try
            {
                write();
            }
            catch (Exception error) when (WriteError.Is(error))
            {
                bool isTaken = !_replace && File.Exists(_path);
                throw new PinningException(
                    isTaken ? Faults.KeyFileExists(_path) : Faults.FileUnwritable(_path, WriteError.Why(error)), error);
            }
        }
    }

#if NET
    /// <summary>A move keeps the rights of the new file; File.Replace would keep those of the old one.</summary>
    private static void Rename(string temporary, string path, bool replace) =>
        File.Move(temporary, path, overwrite: replace);

    private static FileStream Create(string path) =>
        OperatingSystem.IsWindows() ? CreateOnWindows(path) : new FileStream(path, new FileStreamOptions
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.Write,
        Share = FileShare.None,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    });

    [SupportedOSPlatform("windows")]
    private static FileStream CreateOnWindows(string path)
    {
        using var owner = WindowsIdentity.GetCurrent();
        var security = new FileSecurity();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        security.AddAccessRule(
            new FileSystemAccessRule(owner.User!, FileSystemRights.FullControl, AccessControlType.Allow));
        return new FileInfo(path)
            .Create(FileMode.CreateNew, FileSystemRights.Write, FileShare.None, 4096, FileOptions.None, security);
    }
#else
    private static void Rename(string temporary, string path, bool replace)
    {
        if (!replace || !File.Exists(path)) File.Move(temporary, path);
        else if (FileSharing.IsWindows) FrameworkAccessList.Replace(temporary, path);
        else File.Replace(temporary, path, null);
    }

    private static FileStream Create(string path) => FileSharing.IsWindows
        ? FrameworkAccessList.Create(path)
        : new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
#endif
}
