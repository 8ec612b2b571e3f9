using System;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// A local store with the sets of its source added. What is local wins; what is fetched is used only with a good
/// signature and never in an older version; where the source is away or wrong, the last good copy serves.
/// </summary>
/// <param name="local">The store with the source.</param>
/// <param name="path">Its file; the last good copy stands beside it.</param>
internal sealed class DynamicStore(PinStore local, string path)
{
    internal delegate Task<byte[]> Download(Uri uri, PinPolicy policy, CancellationToken cancel);

    private readonly StoreSource _source = local.Source!;
    private readonly string _copyPath = path + ".copy";

    /// <summary>Gets the bytes of an address from a host under its policy.</summary>
    internal Download Get { get; init; } = StoreDownload.GetAsync;

    internal DateTime Now { get; init; } = UtcDate.Now;

    /// <param name="warn">Takes what should be known although the store can be used.</param>
    /// <param name="cancel">Ends the fetching.</param>
    /// <exception cref="PinningException">There is no good copy, or it is too old.</exception>
    internal async Task<PinStore> LoadAsync(Action<string> warn, CancellationToken cancel)
    {
        SignedStore? copy = SignedStore.TryRead(_copyPath, _source);
        if (copy is null || copy.Fetched + _source.Refresh <= Now || copy.Fetched > Now)
            copy = await RefreshAsync(copy, warn, cancel).ConfigureAwait(false);
        if (copy.Fetched + _source.MaxAge <= Now)
            throw new PinningException(Faults.SourceTooOld(_source.Uri.ToString(), copy.Fetched));
        var all = new PinStore(copy.Store.Sets);
        foreach (PinSet set in local.Sets) all.Put(set);
        return all;
    }

    private async Task<SignedStore> RefreshAsync(SignedStore? known, Action<string> warn, CancellationToken cancel)
    {
        try
        {
            PinPolicy policy = ((IPolicySource)local).Find(_source.Target)
                ?? throw new PinningException(Faults.SourceNotPinned(_source.Uri.ToString()));
            byte[] content = await Get(_source.Uri, policy, cancel).ConfigureAwait(false);
            byte[] signature = Decode(await Get(_source.SignatureUri, policy, cancel).ConfigureAwait(false));
            SignedStore fresh = SignedStore.Verify(content, signature, _source, Now);
            using FileLock held = await FileLock.TakeAsync(_copyPath + ".lock", PinStoreFile.LockTimeout, cancel)
                .ConfigureAwait(false);
            // Another process may have been faster, with a newer version.
            fresh.CheckAgainst(SignedStore.TryRead(_copyPath, _source) ?? known, _source);
            AtomicFile.RemoveLeftovers(_copyPath);
            fresh.Write(_copyPath);
            return fresh;
        }
        catch (PinningException error) when (known is not null)
        {
            warn($"The pin sets of {_source.Uri} could not be renewed; "
                + $"the copy of {UtcDate.Format(known.Fetched)} is used. {error.Fault.Message}");
            return known;
        }
    }

    /// <summary>A signature may stand there as bytes or, as it is mailed about, as base64.</summary>
    private static byte[] Decode(byte[] signature)
    {
        try
        {
            return Convert.FromBase64String(Encoding.ASCII.GetString(signature));
        }
        catch (FormatException)
        {
            return signature;
        }
    }
}
