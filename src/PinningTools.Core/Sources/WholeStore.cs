using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// A store with all that is in force through it: its own sets, and behind them those of its source. Whoever decides by a
/// store decides by this, and never by the file alone.
/// </summary>
internal sealed class WholeStore
{
    private readonly PinStore _local;
    private readonly PinningException? _notRenewed;

    private WholeStore(PinStore local, PinStore all, PinningException? notRenewed)
    {
        _local = local;
        _notRenewed = notRenewed;
        All = all;
    }

    /// <summary>Finds the set for a host, whoever says it.</summary>
    internal PinStore All { get; }

    /// <summary>The sets that apply to some host: those of the file, then those of the source that it leaves any.</summary>
    internal IEnumerable<PinSet> InForce => _local.Sets.Concat(
        (All.Further?.Sets ?? []).Where(set => !_local.Sets.Any(own => own.Hosts.Covers(set.Hosts))));

    /// <summary>Where the sets come from that are not the file's, or null.</summary>
    internal Uri? Source => _local.Source?.Uri;

    internal bool IsOfFile(PinSet set) => ReferenceEquals(_local.Get(set.Hosts), set);

    /// <param name="local">The store's file.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="timeout">How long a host may take, and so the source, within its own bound; zero for no limit.</param>
    /// <param name="warn">Takes what should be known although the store can be used.</param>
    /// <param name="cancel">Ends the fetching.</param>
    /// <exception cref="PinningException">The source gave nothing, and there is no good copy.</exception>
    internal static Task<WholeStore> LoadAsync(
        PinStore local, string path, TimeSpan timeout, Action<string> warn, CancellationToken cancel) =>
        local.Source is null
            ? Task.FromResult(new WholeStore(local, local, null))
            : LoadAsync(local, new DynamicStore(local, path) { Timeout = Bound(timeout) }, warn, cancel);

    internal static async Task<WholeStore> LoadAsync(
        PinStore local, DynamicStore dynamic, Action<string> warn, CancellationToken cancel)
    {
        PinStore all = await dynamic.LoadAsync(warn, cancel).ConfigureAwait(false);
        return new WholeStore(local, all, dynamic.NotRenewed);
    }

    /// <summary>That no set covers a host is known only while the source was heard in time.</summary>
    /// <exception cref="PinningException">It was not, and its last copy serves.</exception>
    internal void RequireCurrent(TlsTarget target)
    {
        if (_notRenewed is { } error)
            throw new PinningException(Faults.FirstUseUnsure(target.ToString(), error.Fault.Message), error);
    }

    private static TimeSpan Bound(TimeSpan timeout) =>
        timeout > TimeSpan.Zero && timeout < DynamicStore.MaxTimeout ? timeout : DynamicStore.MaxTimeout;
}
