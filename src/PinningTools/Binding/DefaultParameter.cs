using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>Finds out whether a switch has a default in $PSDefaultParameterValues, for messages about it.</summary>
internal static class DefaultParameter
{
    /// <summary>The key of the default that turns a switch of a command on, or null.</summary>
    internal static string? KeyOf(PSCmdlet cmdlet, string parameter)
    {
        if (PlainValue.Of(cmdlet.SessionState.PSVariable.GetValue("PSDefaultParameterValues")) is not IDictionary defaults)
            return null;
        if (defaults.Contains("Disabled") && LanguagePrimitives.IsTrue(defaults["Disabled"])) return null;
        string[] names = [cmdlet.MyInvocation.MyCommand.Name, cmdlet.MyInvocation.InvocationName];
        foreach (DictionaryEntry one in defaults)
        {
            string key = one.Key.ToString()!;
            int colon = key.LastIndexOf(':');
            if (colon < 0 || !LanguagePrimitives.IsTrue(one.Value)) continue;
            bool isOfParameter = Fits(key.Substring(colon + 1), parameter);
            if (isOfParameter && names.Any(name => Fits(key.Substring(0, colon), name))) return key;
        }

        return null;
    }

    private static bool Fits(string pattern, string name) =>
        WildcardPattern.Get(pattern.Trim().Trim('\'', '"'), WildcardOptions.IgnoreCase).IsMatch(name);
}
