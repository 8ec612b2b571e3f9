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
/// The last good copies of a published store: one beside the local store and, for who may not write there, one in the
/// user's own folder. Each use checks the signature again.
/// </summary>
/// <param name="path">The local store.</param>
/// <param name="source">What the copies are of.</param>
internal sealed class StoreCopies(string path, StoreSource source)
{
    private const string Extension = ".copy";

    /// <summary>What was fetched serves without a copy too: nobody waits long to keep one.</summary>
    private static readonly TimeSpan s_lockTimeout = TimeSpan.FromSeconds(2);

    private readonly string _beside = path + Extension;

    /// <summary>The folder for copies of stores in other people's folders, or null.</summary>
    internal string? OwnFolder { get; init; } =
        PinStoreLocation.OfUser is { } own ? Path.Combine(Path.GetDirectoryName(own)!, "copies") : null;

    private IEnumerable<string> Paths => OwnFolder is null ? [_beside] : [_beside, OwnPath(OwnFolder)];

    /// <summary>What the copies look like from outside, to see whether one changed.</summary>
    internal IReadOnlyList<FileStamp?> Stamps => [.. Paths.Select(FileStamp.Of)];

    /// <summary>The newest of the copies, or null.</summary>
    /// <param name="warn">Is told of a copy that cannot be used.</param>
    internal SignedStore? Read(Action<string> warn)
    {
        SignedStore? best = null;
        foreach (string copy in Paths.Where(File.Exists))
        {
            if (SignedStore.TryRead(copy, source) is not { } read)
                warn($"'{copy}' is no good copy of the pin sets of {Shown.Of(source.Uri)} any more and is passed over: "
                    + "an older version than it held would not be noticed.");
            else if (best is null || read.IsNewerThan(best)) best = read;
        }

        return best;
    }

    /// <summary>Keeps what was fetched in the first place that can be written.</summary>
    /// <exception cref="PinningException">What was fetched is older than a copy of it.</exception>
    internal async Task KeepAsync(SignedStore fresh, Action<string> warn, CancellationToken cancel)
    {
        PinningException? failure = null;
        foreach (string copy in Paths)
        {
            try
            {
                if (failure is not null) Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                using FileLock held = await FileLock.TakeAsync(copy + ".lock", s_lockTimeout, cancel)
                    .ConfigureAwait(false);
                // Another process may have been faster, with a newer version.
                fresh.CheckAgainst(SignedStore.TryRead(copy, source), source);
                AtomicFile.RemoveLeftovers(copy);
                fresh.Write(copy);
                return;
            }
            catch (PinningException error)
                when (error.Fault.Id is nameof(Faults.FileUnwritable) or nameof(Faults.StoreLocked))
            {
                failure = error;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                failure = new PinningException(Faults.FileUnwritable(copy, error.Message), error);
            }
        }

        warn($"No copy of the pin sets of {Shown.Of(source.Uri)} can be kept: every command fetches them anew, and an older "
            + $"version is not noticed. {failure!.Fault.Message}");
    }

    private string OwnPath(string folder)
    {
        using var sha256 = SHA256.Create();
        return Path.Combine(
            folder, Hex.ToLower(sha256.ComputeHash(Encoding.UTF8.GetBytes(Path.GetFullPath(path)))) + Extension);
    }
}
