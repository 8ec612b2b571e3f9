using System.Collections.Generic;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>Says what a format could not carry: never in silence.</summary>
internal static class Losses
{
    /// <exception cref="PinningException">Something was lost and -Strict forbids it.</exception>
    internal static void Report(Cmdlet cmdlet, string source, IReadOnlyList<string> losses, bool strict)
    {
        if (losses.Count == 0) return;
        if (strict) throw new PinningException(Faults.FormatLoses(source, losses));
        foreach (string loss in losses) cmdlet.Warn(TerminalText.Printable($"{source}: {loss}"));
    }
}
