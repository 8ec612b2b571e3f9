using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// The last good copies of a published store: one next to the local store and, for users who may not write there, one
/// in the user's own folder. Each use verifies the signature again; but an old version also has a good signature, so a
/// copy is used only if no one else can have put it there.
/// </summary>
/// <param name="path">The local store.</param>
/// <param name="source">The source of the copies.</param>
internal sealed class StoreCopies(string path, StoreSource source)
{
    private const string Extension = ".copy";

    /// <summary>The fetched store can be used without a copy, so writing the copy must not wait long.</summary>
    private static readonly TimeSpan s_lockTimeout = TimeSpan.FromSeconds(2);

    private readonly string _beside = path + Extension;

    /// <summary>The folder for copies of stores in other users' folders, or null.</summary>
    internal string? OwnFolder { get; init; } =
        PinStoreLocation.OfUser is { } own ? Path.Combine(Path.GetDirectoryName(own)!, "copies") : null;

    /// <summary>If the owner of a file is not known, only the user's own folder can be used.</summary>
    private IEnumerable<string> Paths
    {
        get
        {
            if (CopyRights.CanBeTold) yield return _beside;
            if (OwnFolder is not null) yield return OwnPath(OwnFolder);
        }
    }

    /// <summary>The content of the copies, to detect a change.</summary>
    internal IReadOnlyList<FileStamp?> Stamps => [.. Paths.Select(FileStamp.TryOf)];

    /// <summary>The newest of the copies, or null.</summary>
    /// <param name="warn">Receives the warning about a copy that cannot be used.</param>
    internal SignedStore? Read(Action<string> warn)
    {
        SignedStore? best = null;
        foreach (string copy in Paths.Where(IsThere))
        {
            if (CopyRights.WhyNot(copy, path) is { } why)
                warn($"'{copy}' is not used as a copy of the pin sets of {RedactedUri.Of(source.Uri)}: {why.What} Another "
                    + $"account could have put an older version there. {why.Fix}");
            else if (SignedStore.TryRead(copy, source) is not { } read)
                warn($"'{copy}' is no longer a good copy of the pin sets of {RedactedUri.Of(source.Uri)} and is not used: a "
                    + "version older than the one in it would not be noticed.");
            else if (best is null || read.IsNewerThan(best)) best = read;
        }

        return best;
    }

    /// <summary>What is wrong with the places of the existing copies.</summary>
    internal IEnumerable<(string Path, CopyFault Fault)> FindFaults() =>
        from copy in Paths.Where(IsThere)
        let fault = CopyRights.WhyNot(copy, path)
        where fault is not null
        select (copy, fault);

    /// <summary>Stores what was fetched in the first place that is writable and accepted.</summary>
    /// <exception cref="PinningException">What was fetched is older than a copy of it.</exception>
    internal async Task KeepAsync(SignedStore fresh, Action<string> warn, CancellationToken cancel)
    {
        PinningException? failure = null;
        foreach (string copy in Paths)
        {
            try
            {
                if (copy != _beside) MakeFolder(Path.GetDirectoryName(copy)!);
                if (CopyRights.WhyNotFolder(copy, path) is { } why)
                    throw new PinningException(Faults.FileUnwritable(copy, why.What));
                using FileLock held = await FileLock.TakeAsync(copy + ".lock", s_lockTimeout, cancel)
                    .ConfigureAwait(false);
                // Another process may have been faster, with a newer version.
                fresh.CheckAgainst(SignedStore.TryRead(copy, source), source);
                AtomicFile.RemoveLeftovers(copy);
                AtomicFile.WriteOwn(copy, fresh.ToText());
                return;
            }
            catch (PinningException error)
                when (error.Fault.Id is nameof(Faults.FileUnwritable) or nameof(Faults.StoreLocked))
            {
                failure = error;
            }
            catch (Exception error) when (WriteError.Is(error))
            {
                failure = new PinningException(Faults.FileUnwritable(copy, WriteError.Why(error)), error);
            }
        }

        warn($"No copy of the pin sets of {RedactedUri.Of(source.Uri)} can be kept: every command fetches them again, and an "
            + $"older version is not noticed. {failure?.Fault.Message}".TrimEnd());
    }

    private static bool IsThere(string path)
    {
        try
        {
            _ = File.GetAttributes(path);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Only the owner may access this folder, regardless of the default rights of new files.</summary>
    private static void MakeFolder(string folder)
    {
#if NET
        const UnixFileMode Owners = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, Owners);
#else
        Directory.CreateDirectory(folder);
#endif
    }

    private string OwnPath(string folder)
    {
        using var sha256 = SHA256.Create();
        return Path.Combine(
            folder, Hex.ToLower(sha256.ComputeHash(Encoding.UTF8.GetBytes(Path.GetFullPath(path)))) + Extension);
    }
}
