using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PinningTools.Internal;

/// <summary>Completes the owners that the pin sets of the default store name.</summary>
internal sealed class OwnerCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? "").Trim('\'', '"');
        return PatternCompleter.Store(fakeBoundParameters).Sets.Select(set => set.Owner ?? "")
            .Where(owner => owner.Length > 0 && owner.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Distinct().OrderBy(owner => owner, StringComparer.Ordinal)
            .Select(owner => new CompletionResult(
                CommandText.Quote(WildcardPattern.Escape(owner)), TerminalText.Printable(owner),
                CompletionResultType.ParameterValue, TerminalText.Printable(owner)));
    }
}
