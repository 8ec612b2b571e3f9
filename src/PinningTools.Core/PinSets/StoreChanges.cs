using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>What writing pin sets does to the existing ones.</summary>
internal sealed class StoreChanges
{
    private readonly string _path;
    private readonly int _added;
    private readonly int _replaced;
    private readonly string[] _lost;

    /// <param name="path">The file.</param>
    /// <param name="before">What is in it.</param>
    /// <param name="sets">What is written.</param>
    /// <param name="append">Whether the others stay.</param>
    internal StoreChanges(string path, PinStore before, IReadOnlyList<PinSet> sets, bool append)
    {
        _path = path;
        HashSet<string> written = [.. sets.Select(set => set.Pattern)];
        _replaced = written.Count(pattern => before.Has(pattern));
        _added = written.Count - _replaced;
        _lost = append ? [] : [.. before.Sets.Select(set => set.Pattern).Where(pattern => !written.Contains(pattern))];
    }

    /// <exception cref="PinningException">Sets would be lost.</exception>
    internal void RefuseLosses()
    {
        if (_lost.Length > 0) throw new PinningException(Faults.PinSetsWouldBeLost(_path, _lost));
    }

    /// <summary>A description of the changes.</summary>
    public override string ToString()
    {
        string[] parts =
        [
            .. new[] { ("add", _added), ("replace", _replaced), ("remove", _lost.Length) }
                .Where(part => part.Item2 > 0)
                .Select(part => $"{part.Item1} {part.Item2} pin set{(part.Item2 == 1 ? "" : "s")}"),
        ];
        string text = parts.Length == 0 ? "write no pin set" : string.Join(", ", parts);
        return char.ToUpperInvariant(text[0]) + text.Substring(1);
    }
}
