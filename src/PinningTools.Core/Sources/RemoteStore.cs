// The room Sources: signed stores from the network, behind a local store.
// - What is local wins. A source adds sets only for hosts that the local store does not cover.
// - Fetched content counts only with a good signature, over a connection that the local store pins, and never in an
//   older version than one seen before. Nothing of it is parsed before the signature is verified.
// - One deadline covers everything that is fetched.
// - If the source cannot be read, the last good copy is used with a warning, until it is too old. A copy counts only if
//   no other account could have written it (CopyRights).
// - Whether a host is pinned nowhere is known only while the source was read in time.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// A local store together with the sets of its source. A local set for a host always wins. What is fetched is used only
/// with a good signature and never in an older version. If the source cannot be reached or is wrong, the last good
/// copy is used.
/// </summary>
/// <param name="local">The store with the source.</param>
/// <param name="path">Its file.</param>
internal sealed class RemoteStore(PinStore local, string path)
{
    internal delegate Task<byte[]> Download(Uri uri, PinPolicy policy, CancellationToken cancel);

    /// <summary>The longest that a source may take for all that it sends.</summary>
    internal static readonly TimeSpan MaxTimeout = TimeSpan.FromSeconds(30);

    /// <summary>How long a source that was away or wrong is left alone: each attempt may take its whole time.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMinutes(1);

    /// <summary>What was loaded for a local store, so that a script that asks a thousand times reads once.</summary>
    private static readonly ConditionalWeakTable<PinStore, Loaded> s_loaded = new();

    private readonly StoreSource _source = local.Source!;

    /// <summary>Gets the bytes of an address from a host under its policy.</summary>
    internal Download Get { get; init; } = StoreDownload.GetAsync;

    internal DateTime Now { get; init; } = UtcDate.Now;

    internal StoreCopies Copies { get; init; } = new(path, local.Source!);

    /// <summary>How long the source may take for all that it sends.</summary>
    internal TimeSpan Timeout { get; init; } = MaxTimeout;

    /// <summary>Why the last copy serves although it should have been renewed, or null.</summary>
    internal PinningException? NotRenewed { get; private set; }

    /// <summary>A store with all that is in force through it.</summary>
    /// <param name="local">The store's file.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="timeout">
    /// How long a host may take, and so its source, within its own bound; zero for no limit.
    /// </param>
    /// <param name="warn">Takes what should be known although the store can be used.</param>
    /// <param name="cancel">Ends the fetching.</param>
    /// <exception cref="PinningException">The source gave nothing, and there is no good copy.</exception>
    internal static Task<WholeStore> CompleteAsync(
        PinStore local, string path, TimeSpan timeout, Action<string> warn, CancellationToken cancel) =>
        local.Source is null
            ? Task.FromResult(new WholeStore(local, local, null))
            : new RemoteStore(local, path) { Timeout = Bound(timeout) }.CompleteAsync(warn, cancel);

    /// <summary>The store with all that is in force through it.</summary>
    /// <inheritdoc cref="LoadAsync"/>
    internal async Task<WholeStore> CompleteAsync(Action<string> warn, CancellationToken cancel)
    {
        PinStore all = await LoadAsync(warn, cancel).ConfigureAwait(false);
        return new WholeStore(local, all, NotRenewed);
    }

    /// <param name="warn">Takes what should be known although the store can be used.</param>
    /// <param name="cancel">Ends the fetching.</param>
    /// <exception cref="PinningException">There is no good copy, or it is too old.</exception>
    internal async Task<PinStore> LoadAsync(Action<string> warn, CancellationToken cancel)
    {
        Loaded? loaded = Recall();
        SignedStore? known = loaded?.Copy ?? Copies.Read(warn);
        bool fresh = known is not null && !known.HasExpired(Now)
            && known.Fetched <= Now && Now < known.Fetched + _source.Refresh;
        SignedStore copy = fresh ? known! : await RefreshAsync(known, loaded, warn, cancel).ConfigureAwait(false);
        if (copy.Fetched + _source.MaxAge <= Now)
            throw new PinningException(Faults.SourceTooOld(_source.Uri.ToString(), copy.Fetched));
        loaded = Recall();
        return loaded?.Copy == copy ? loaded.All : Remember(copy).All;
    }

    private async Task<SignedStore> RefreshAsync(
        SignedStore? known, Loaded? loaded, Action<string> warn, CancellationToken cancel)
    {
        try
        {
            if (loaded?.FailureAt(Now) is { } failure) throw failure;
            SignedStore fetched = await FetchAsync(known, cancel).ConfigureAwait(false);
            bool isNewer = known is not null && fetched.Store.Version > known.Store.Version;
            if (!fetched.HasExpired(Now) || isNewer) await Copies.KeepAsync(fetched, warn, cancel).ConfigureAwait(false);
            if (!fetched.HasExpired(Now)) return fetched;
            // Of two that are past their end the newer one still knows more.
            if (isNewer) (known, loaded) = (fetched, null);
            throw new PinningException(
                Faults.SourceExpired(_source.Uri.ToString(), fetched.Store.Version, fetched.Store.ValidUntil!.Value));
        }
        catch (PinningException error) when (known is not null)
        {
            warn($"The pin sets of {RedactedUri.Of(_source.Uri)} could not be refreshed; the copy from "
                + $"{UtcDate.Format(known.Fetched)} is used. {error.Fault.Message}");
            (loaded ?? Remember(known)).Fail(error, Now);
            NotRenewed = error;
            return known;
        }
    }

    /// <summary>Both files within one deadline, however slowly they arrive.</summary>
    private async Task<SignedStore> FetchAsync(SignedStore? known, CancellationToken cancel)
    {
        PinPolicy policy = new StorePolicies(local).Find(_source.Target)
            ?? throw new PinningException(Faults.SourceNotPinned(_source.Uri.ToString()));
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(Timeout);
        try
        {
            byte[] content = await Get(_source.Uri, policy, deadline.Token).ConfigureAwait(false);
            byte[] signature = Decode(await Get(_source.SignatureUri, policy, deadline.Token).ConfigureAwait(false));
            SignedStore fetched = SignedStore.Verify(content, signature, _source, Now);
            fetched.CheckAgainst(known, _source);
            return fetched;
        }
        catch (Exception error) when (error is OperationCanceledException or PinningException { Fault.Kind: FaultKind.Timeout }
            && deadline.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            throw new PinningException(Faults.SourceTimedOut(_source.Uri.ToString(), Timeout), error);
        }
    }

    private Loaded? Recall() =>
        s_loaded.TryGetValue(local, out Loaded? loaded) && loaded.Stamps.SequenceEqual(Copies.Stamps) ? loaded : null;

    private Loaded Remember(SignedStore copy)
    {
        var all = new PinStore(local.Sets) { Further = copy.Store };
        var loaded = new Loaded(Copies.Stamps, copy, all);
        lock (s_loaded)
        {
            s_loaded.Remove(local);
            s_loaded.Add(local, loaded);
        }

        return loaded;
    }

    /// <summary>A signature may be binary or, as it is sent by mail, base64.</summary>
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

    private sealed class Loaded(IReadOnlyList<FileStamp?> stamps, SignedStore copy, PinStore all)
    {
        private (PinningException Error, DateTime At)? _failure;

        internal IReadOnlyList<FileStamp?> Stamps { get; } = stamps;

        internal SignedStore Copy { get; } = copy;

        internal PinStore All { get; } = all;

        /// <summary>Remembers a failure, but not the same one repeatedly, or the pause would never end.</summary>
        internal void Fail(PinningException error, DateTime now)
        {
            if (FailureAt(now) is null) _failure = (error, now);
        }

        /// <summary>Why the source failed a moment ago, or null.</summary>
        internal PinningException? FailureAt(DateTime now) =>
            _failure is { } failure && failure.At <= now && now < failure.At + s_pause ? failure.Error : null;
    }

    private static TimeSpan Bound(TimeSpan timeout) =>
        timeout > TimeSpan.Zero && timeout < MaxTimeout ? timeout : MaxTimeout;
}
