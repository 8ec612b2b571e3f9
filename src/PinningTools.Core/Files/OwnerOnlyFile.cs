using System;
using System.IO;
#if NET
using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;
#endif

namespace PinningTools.Internal;

/// <summary>
/// Writes files that their owner alone may read, from their first moment on: 0600 on Unix, an access list of one on
/// Windows.
/// </summary>
internal static class OwnerOnlyFile
{
    private const string Extension = ".tmp";

    /// <summary>
    /// Writes a key and what belongs to it, both or neither: the room for both is found before either takes its place,
    /// and the key takes its place last, so that no moment is without the older key or the new one.
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
            // The error that is under way says what the matter is.
        }
    }

    /// <summary>A file that is written and on the disk, and not in its place yet.</summary>
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

        internal static Draft Make(string path, byte[] content, bool replace)
        {
            if (RegularFile.WhyNot(path) is { } why) throw new PinningException(Faults.FileUnwritable(path, why));
            var draft = new Draft(path, replace);
            try
            {
                Leftovers.Remove(path, Extension);
                draft.Try(() =>
                {
                    using FileStream file = Create(draft._temporary);
                    file.Write(content, 0, content.Length);
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
                // It is only litter; the next writer tries again.
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
    /// <summary>A move brings the rights of the new file along; File.Replace would keep those of the old one.</summary>
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
