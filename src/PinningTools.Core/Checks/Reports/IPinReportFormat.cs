using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>
/// A format in which the result of a check is written. It makes all text from outside harmless for its readers.
/// </summary>
internal interface IPinReportFormat
{
    /// <summary>The name that -Format takes.</summary>
    string Name { get; }

    /// <summary>The file extensions of the format, with their dots; empty if the format has to be named.</summary>
    IReadOnlyList<string> Extensions { get; }

    /// <summary>Whether each line is a document of its own, to be sent separately.</summary>
    bool IsByLine { get; }

    /// <summary>The whole file, ending with LF.</summary>
    string Write(PinReport report);
}
