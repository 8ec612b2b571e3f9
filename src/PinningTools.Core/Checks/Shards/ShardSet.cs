using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>The parts of a list that a result has, such as 1-4,6/16.</summary>
internal sealed class ShardSet
{
    private readonly SortedSet<int> _numbers;

    private ShardSet(IEnumerable<int> numbers, int count)
    {
        _numbers = [.. numbers];
        Count = count;
    }

    internal int Count { get; }

    internal IEnumerable<int> Numbers => _numbers;

    internal bool IsWhole => _numbers.Count == Count;

    /// <summary>The parts that are missing, each as 5/16.</summary>
    internal string[] Missing =>
        [.. Enumerable.Range(1, Count).Where(number => !_numbers.Contains(number)).Select(number => new CheckShard(number, Count).ToString())];

    internal static ShardSet Of(IEnumerable<ShardSet> sets, int count) => new(sets.SelectMany(set => set._numbers), count);

    internal bool Has(int number) => _numbers.Contains(number);

    /// <exception cref="PinningException">The text is not a set of parts.</exception>
    internal static ShardSet Parse(string text)
    {
        int slash = text.IndexOf('/');
        if (slash < 0) throw new PinningException(Faults.PinCheckShardInvalid(text, CheckShard.MaxCount));
        string count = text.Substring(slash);
        var numbers = new List<int>();
        foreach (string range in text.Substring(0, slash).Split(','))
        {
            string[] ends = range.Split('-');
            int first = CheckShard.Parse(ends[0] + count).Number, last = CheckShard.Parse(ends[ends.Length - 1] + count).Number;
            if (ends.Length > 2 || first > last) throw new PinningException(Faults.PinCheckShardInvalid(text, CheckShard.MaxCount));
            numbers.AddRange(Enumerable.Range(first, last - first + 1));
        }

        return new ShardSet(numbers, CheckShard.Parse("1" + count).Count);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var ranges = new List<(int First, int Last)>();
        foreach (int number in _numbers)
        {
            if (ranges.Count > 0 && ranges[ranges.Count - 1].Last == number - 1)
                ranges[ranges.Count - 1] = (ranges[ranges.Count - 1].First, number);
            else ranges.Add((number, number));
        }

        return string.Join(",", ranges.Select(range => range.First == range.Last ? Text(range.First) : $"{Text(range.First)}-{Text(range.Last)}"))
            + "/" + Text(Count);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
