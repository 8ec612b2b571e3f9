namespace PinningTools.Internal;

/// <summary>What a report needs to know beside the results.</summary>
internal sealed record PinReportOptions
{
    internal const int UsualMaxSeries = 20000;

    /// <summary>The module's version.</summary>
    internal string Version { get; init; } = typeof(PinReportOptions).Assembly.GetName().Version!.ToString(3);

    /// <summary>The version of the PowerShell that wrote it; empty where it is another program.</summary>
    internal string Engine { get; init; } = "";

    /// <summary>Whose endpoints alone it is about, as it was asked for; empty for everybody's.</summary>
    internal string Owner { get; init; } = "";

    /// <summary>How many series of metrics there may be, until endpoints that are Ok have none of their own.</summary>
    internal int MaxSeries { get; init; } = UsualMaxSeries;

    /// <summary>The sender of a mail; empty for one made of the machine that looked.</summary>
    internal string From { get; init; } = "";

    /// <summary>The receivers of a mail, with commas; empty for a mail that names none.</summary>
    internal string To { get; init; } = "";
}
