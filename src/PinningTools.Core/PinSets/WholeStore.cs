using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// A store with all that is in force through it: its own sets, and behind them those of its source. Whoever decides by a
/// store decides by this, and never by the file alone.
/// </summary>
internal sealed class WholeStore
{
    private readonly PinStore _local;
    private readonly PinningException? _notRenewed;

    internal WholeStore(PinStore local, PinStore all, PinningException? notRenewed)
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

    /// <summary>That no set covers a host is known only while the source was heard in time.</summary>
    /// <exception cref="PinningException">It was not, and its last copy serves.</exception>
    internal void RequireCurrent(TlsTarget target)
    {
        if (_notRenewed is { } error)
            throw new PinningException(Faults.FirstUseUnsure(target.ToString(), error.Fault.Message), error);
    }
}
