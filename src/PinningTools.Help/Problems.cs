using System.Collections.Generic;

namespace PinningTools.Help;

/// <summary>What is wrong, in the form that MSBuild recognises as errors; all of it, not the first alone.</summary>
internal sealed class Problems
{
    internal const string PageMissing = "HELP001";
    internal const string SummaryMissing = "HELP002";
    internal const string CmdletMissing = "HELP003";
    internal const string PageMalformed = "HELP004";

    private readonly List<string> _lines = [];

    internal IReadOnlyList<string> Lines => _lines;

    internal void Add(string code, string file, int line, string text) =>
        _lines.Add($"{file}({line}): error {code}: {text}");
}
