using System;
using System.IO;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>Finds and reads the store of a command.</summary>
internal static class StoreArgument
{
    /// <summary>The given path, else the one in the environment variable, else the user's own store.</summary>
    /// <exception cref="PinningException">
    /// The path is not in the file system, or this account has no folder for a store.
    /// </exception>
    internal static string PathOf(PSCmdlet cmdlet, string? given)
    {
        if ((given ?? PinStoreLocation.Named) is { } named) return PathReader.Resolve(cmdlet, named, literal: true)[0];
        return PinStoreLocation.Require(PinStoreLocation.OfUser);
    }

    /// <summary>The path of a store that must exist.</summary>
    /// <exception cref="PinningException">
    /// The file does not exist; the fault says if it is the default store.
    /// </exception>
    internal static string ExistingPath(PSCmdlet cmdlet, string? given)
    {
        string path = PathOf(cmdlet, given);
        return Presence.Exists(path) ? path
            : throw new PinningException(given is null ? Faults.NoDefaultStore(path) : Faults.FileNotFound(path));
    }

    /// <summary>
    /// The path of a store that is to be written; the folder of the user's own store is created if it is missing.
    /// </summary>
    /// <exception cref="PinningException">The folder cannot be made.</exception>
    internal static string PathForWriting(PSCmdlet cmdlet, string? given)
    {
        string path = PathOf(cmdlet, given);
        if (path != PinStoreLocation.OfUser) return path;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return path;
        }
        catch (Exception error) when (WriteError.Is(error))
        {
            throw new PinningException(Faults.StoreFolderUnwritable(path, WriteError.Why(error)), error);
        }
    }

    /// <summary>
    /// The store with a path, which must exist; without a path the default store, which is empty if the user has none.
    /// </summary>
    internal static PinStore Read(PSCmdlet cmdlet, string? given)
    {
        bool isOfUser = given is null && PinStoreLocation.Named is null;
        if (isOfUser && PinStoreLocation.OfUser is null) return new PinStore();
        string path = PathOf(cmdlet, given);
        if (given is null && !Presence.Exists(path))
            return isOfUser ? new PinStore() : throw new PinningException(Faults.NoDefaultStore(path));
        cmdlet.Tell($"The policies come from the pin store '{TerminalText.Printable(path)}'.");
        return PinStoreCache.Read(path);
    }

    /// <summary>The store of a command, with everything that is in force through it.</summary>
    /// <param name="cmdlet">The command.</param>
    /// <param name="pump">The pump of the command.</param>
    /// <param name="given">The path, or null for the default store.</param>
    /// <param name="timeout">
    /// The command's time-out for a host, which also applies to the store's source. Zero for no limit.
    /// </param>
    /// <exception cref="PinningException">
    /// The store cannot be read, or its source failed and there is no good copy.
    /// </exception>
    internal static WholeStore ReadWhole(PSCmdlet cmdlet, CmdletPump pump, string? given, TimeSpan timeout = default)
    {
        PinStore store = Read(cmdlet, given);
        string path = store.Source is null ? "" : PathOf(cmdlet, given);
        return pump.Await(stop => RemoteStore.CompleteAsync(store, path, timeout, pump.Warning, stop));
    }
}
