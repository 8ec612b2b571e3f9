using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>Who called a command, as a log shows it: the module, the script and the line.</summary>
internal static class CallerText
{
    private const int MaxLength = 300;

    internal static string Of(PSCmdlet cmdlet)
    {
        InvocationInfo call = cmdlet.MyInvocation;
        string? module = cmdlet.SessionState.Module?.Name;
        string place = string.IsNullOrEmpty(call.ScriptName) ? "(no script)" : $"{call.ScriptName}:{call.ScriptLineNumber}";
        string text = TerminalText.Printable(string.IsNullOrEmpty(module) ? place : $"{module}, {place}");
        // The end names the script and the line.
        return text.Length <= MaxLength ? text : "..." + text.Substring(text.Length - MaxLength);
    }
}
