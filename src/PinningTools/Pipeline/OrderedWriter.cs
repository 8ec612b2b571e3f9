using System;
using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>Restores the order of the input; used only on the pipeline thread.</summary>
internal sealed class OrderedWriter(Action<object> write)
{
    /// <summary>
    /// How many results may wait for an earlier one: a slow host delays a sweep instead of filling the memory.
    /// </summary>
    internal const int MaxEarly = 20_000;

    private readonly Dictionary<long, object> _early = [];
    private long _taken;
    private long _written;

    /// <summary>The results that wait for one before them.</summary>
    internal int Early => _early.Count;

    /// <summary>The place of the next input.</summary>
    internal long Take() => _taken++;

    internal void Write(long place, object result)
    {
        _early.Add(place, result);
        while (_early.TryGetValue(_written, out object? next))
        {
            _early.Remove(_written++);
            write(next);
        }
    }
}
