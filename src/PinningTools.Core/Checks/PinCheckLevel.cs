using System;
using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>
/// The levels of a check, as monitoring systems count them. They are strings in every output, because Windows
/// PowerShell would show numbers in JSON.
/// </summary>
internal static class PinCheckLevel
{
    internal const string Ok = "Ok";
    internal const string Warning = "Warning";
    internal const string Critical = "Critical";
    internal const string Unknown = "Unknown";

    /// <summary>The levels, worst first: what is known to be wrong comes before what is unknown.</summary>
    internal static IReadOnlyList<string> WorstFirst { get; } = [Critical, Unknown, Warning, Ok];

    /// <summary>The rank of a level; a smaller rank is worse.</summary>
    internal static int Rank(string level)
    {
        for (int i = 0; i < WorstFirst.Count; i++)
            if (WorstFirst[i] == level) return i;
        return 1;
    }

    internal static bool IsWorse(string level, string than) => Rank(level) < Rank(than);

    internal static string Worst(string one, string other) => IsWorse(other, one) ? other : one;

    /// <summary>0 Ok, 1 Warning, 2 Critical, 3 Unknown (monitoring-plugins developer guidelines).</summary>
    internal static int ExitCode(string level) => level switch
    {
        Ok => 0,
        Warning => 1,
        Critical => 2,
        _ => 3,
    };
}
