using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>
/// A form that the result of a check is written in. All text of strangers is made harmless for its readers.
/// </summary>
internal interface IPinReportFormat
{
    /// <summary>The name that -Format takes.</summary>
    string Name { get; }

    /// <summary>The endings of files that mean it, with their dots; none where it has to be named.</summary>
    IReadOnlyList<string> Extensions { get; }

    /// <summary>Whether each line is a document of its own, to be sent on one by one.</summary>
    bool IsByLine { get; }

    /// <summary>The whole file, ended by LF.</summary>
    string Write(PinReport report);
}
