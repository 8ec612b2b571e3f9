using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace PinningTools.Internal;

/// <summary>A question whose default answer is no.</summary>
internal static class Confirmation
{
    private const string PinCaption = "Pin the keys that a host shows";

    /// <summary>Whether the user trusts the keys that a question shows; with -WhatIf it is only shown.</summary>
    internal static bool IsPinningConfirmed(this PSCmdlet cmdlet, string question) =>
        cmdlet.ShouldProcess(question, question, PinCaption) && cmdlet.IsConfirmed(
            PinCaption, question + "\nPin them?", "The keys were confirmed over another channel.", "Nothing is pinned.");

    /// <summary>
    /// Asks with its own prompt, because the default answer of the engine's prompt is yes, and pressing Enter must not
    /// trust a key.
    /// </summary>
    /// <param name="cmdlet">The command.</param>
    /// <param name="caption">The title of the prompt.</param>
    /// <param name="question">The question.</param>
    /// <param name="yes">The help text of yes.</param>
    /// <param name="no">The help text of no.</param>
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
