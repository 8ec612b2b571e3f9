using System;
using System.IO;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>Which store a command means, and what is in it.</summary>
internal static class PinStores
{
    /// <summary>The path given, else the one in the environment, else the user's own.</summary>
    /// <exception cref="PinningException">The path is no file's, or this account has no home for a store.</exception>
    internal static string PathOf(PSCmdlet cmdlet, string? given)
    {
        if ((given ?? PinStoreLocation.Named) is { } named) return PathReader.Resolve(cmdlet, named, literal: true)[0];
        return PinStoreLocation.Require(PinStoreLocation.OfUser);
    }

    /// <summary>The path of a store that has to be there.</summary>
    /// <exception cref="PinningException">
    /// There is no such file; of the default store it is said that it is that.
    /// </exception>
    internal static string ExistingPath(PSCmdlet cmdlet, string? given)
    {
        string path = PathOf(cmdlet, given);
        return Presence.Of(path) ? path
            : throw new PinningException(given is null ? Faults.NoDefaultStore(path) : Faults.FileNotFound(path));
    }

    /// <summary>
    /// The path of a store that is about to be written; the folder of the user's own is made where it is missing.
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
    /// The store of a path, which must be there; without one the default store, empty where the user has none.
    /// </summary>
    internal static PinStore Read(PSCmdlet cmdlet, string? given)
    {
        bool isOfUser = given is null && PinStoreLocation.Named is null;
        if (isOfUser && PinStoreLocation.OfUser is null) return new PinStore();
        string path = PathOf(cmdlet, given);
        if (given is null && !Presence.Of(path))
            return isOfUser ? new PinStore() : throw new PinningException(Faults.NoDefaultStore(path));
        cmdlet.Tell($"Policies come from the pin store '{TerminalText.Printable(path)}'.");
        return PinStoreCache.Read(path);
    }

    /// <summary>The store a command means, with all that is in force through it.</summary>
    /// <param name="cmdlet">Whose command it is.</param>
    /// <param name="pump">The command's.</param>
    /// <param name="given">The path, or null for the default store.</param>
    /// <param name="timeout">
    /// How long the command lets a host take, and the store's source is one; zero for no limit.
    /// </param>
    /// <exception cref="PinningException">
    /// The store cannot be read, or its source gave nothing and there is no good copy.
    /// </exception>
    internal static WholeStore ReadWhole(PSCmdlet cmdlet, CmdletPump pump, string? given, TimeSpan timeout = default)
    {
        PinStore store = Read(cmdlet, given);
        string path = store.Source is null ? "" : PathOf(cmdlet, given);
        return pump.Await(stop => WholeStore.LoadAsync(store, path, timeout, pump.Warning, stop));
    }
}
