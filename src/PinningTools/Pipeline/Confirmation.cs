using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace PinningTools.Internal;

/// <summary>A question whose answer is no unless somebody says yes.</summary>
internal static class Confirmation
{
    /// <summary>
    /// Asks itself, for the answer of the engine's own question is yes unless another one is typed, and nobody should
    /// trust a key by pressing Enter.
    /// </summary>
    /// <param name="cmdlet">Who asks.</param>
    /// <param name="caption">What it is about.</param>
    /// <param name="question">The question.</param>
    /// <param name="yes">What yes says.</param>
    /// <param name="no">What no does.</param>
    internal static bool IsConfirmed(this PSCmdlet cmdlet, string caption, string question, string yes, string no)
    {
        bool asks = cmdlet.MyInvocation.BoundParameters.TryGetValue("Confirm", out object? given)
            ? given is SwitchParameter { IsPresent: true }
            : $"{cmdlet.GetVariableValue("ConfirmPreference")}" != nameof(ConfirmImpact.None);
        if (!asks) return true;
        var choices = new Collection<ChoiceDescription> { new("&Yes", yes), new("&No", no) };
        return cmdlet.Host.UI.PromptForChoice(caption, question, choices, defaultChoice: 1) == 0;
    }
}
