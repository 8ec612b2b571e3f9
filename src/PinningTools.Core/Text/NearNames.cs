using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>Finds the name that a misspelled name was meant to be, ignoring case.</summary>
internal static class NearNames
{
    private const int MostSlips = 2;

    /// <summary>The nearest name, or null. One error is allowed for every three letters.</summary>
    internal static string? Find(string name, IEnumerable<string> known) => known
        .Select(one => (Name: one, Distance: Distance(name, one)))
        .Where(one => one.Distance <= Math.Min(one.Name.Length / 3, MostSlips))
        .OrderBy(one => one.Distance).FirstOrDefault().Name;

    /// <summary>
    /// How many characters must be inserted, deleted, changed or swapped with the next one; names whose length differs
    /// more are not considered.
    /// </summary>
    private static int Distance(string left, string right)
    {
        if (Math.Abs(left.Length - right.Length) > MostSlips) return int.MaxValue;
        int[] before = [];
        int[] above = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int[] row = new int[right.Length + 1];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                row[j] = Math.Min(Math.Min(row[j - 1], above[j]) + 1, above[j - 1] + (IsSame(i, j) ? 0 : 1));
                if (i > 1 && j > 1 && IsSame(i, j - 1) && IsSame(i - 1, j))
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            (before, above) = (above, row);
        }

        return above[right.Length];

        bool IsSame(int i, int j) => char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]);
    }
}
