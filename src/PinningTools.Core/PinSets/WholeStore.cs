using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// A store with everything that is in force through it: its own sets, and after them those of its source. Every
/// decision by a store uses this class, and never the file alone.
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

    /// <summary>Finds the set for a host, in the file or in the source.</summary>
    internal PinStore All { get; }

    /// <summary>
    /// The sets that apply to any host: those of the file, then those of the source that the file does not override.
    /// </summary>
    internal IEnumerable<PinSet> InForce => _local.Sets.Concat(
        (All.Further?.Sets ?? []).Where(set => !_local.Sets.Any(own => own.Hosts.Covers(set.Hosts))));

    /// <summary>The source of the sets that are not in the file, or null.</summary>
    internal Uri? Source => _local.Source?.Uri;

    internal bool IsOfFile(PinSet set) => ReferenceEquals(_local.Get(set.Hosts), set);

    /// <summary>It is only known that no set covers a host if the source was read in time.</summary>
    /// <exception cref="PinningException">The source was not read in time, and its last copy is used.</exception>
    internal void RequireCurrent(TlsTarget target)
    {
        if (_notRenewed is { } error)
            throw new PinningException(Faults.FirstUseUnsure(target.ToString(), error.Fault.Message), error);
    }
}
