namespace PinningTools.Internal;

/// <summary>What a report needs beside the results.</summary>
internal sealed record PinReportOptions
{
    internal const int UsualMaxSeries = 20000;

    /// <summary>The version of the module.</summary>
    internal string Version { get; init; } = typeof(PinReportOptions).Assembly.GetName().Version!.ToString(3);

    /// <summary>The version of the PowerShell that wrote the report; empty for another program.</summary>
    internal string Engine { get; init; } = "";

    /// <summary>The owner whose endpoints the report is limited to, as given; empty for all owners.</summary>
    internal string Owner { get; init; } = "";

    /// <summary>The number of series above which only endpoints that are not Ok have series of their own.</summary>
    internal int MaxSeries { get; init; } = UsualMaxSeries;

    /// <summary>The sender of a mail; empty for a sender made from the name of the machine.</summary>
    internal string From { get; init; } = "";

    /// <summary>The recipients of a mail, separated by commas; empty for a mail without recipients.</summary>
    internal string To { get; init; } = "";
}
