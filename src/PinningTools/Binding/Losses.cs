using System.Collections.Generic;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>Reports what a format could not express.</summary>
internal static class Losses
{
    /// <exception cref="PinningException">Something was lost, which -Strict does not allow.</exception>
    internal static void Report(Cmdlet cmdlet, string source, IReadOnlyList<string> losses, bool strict)
    {
        if (losses.Count == 0) return;
        if (strict) throw new PinningException(Faults.FormatLoses(source, losses));
        foreach (string loss in losses) cmdlet.Warn(TerminalText.Printable($"{source}: {loss}"));
    }
}
