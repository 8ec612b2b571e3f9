using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>How cmdlets say something on the pipeline thread: files and servers are quoted in it.</summary>
internal static class CmdletWords
{
    internal static void Warn(this Cmdlet cmdlet, string text) => cmdlet.WriteWarning(TerminalText.Message(text));

    internal static void Tell(this Cmdlet cmdlet, string text) => cmdlet.WriteVerbose(TerminalText.Message(text));
}
