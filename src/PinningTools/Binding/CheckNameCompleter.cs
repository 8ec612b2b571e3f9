using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PinningTools.Internal;

/// <summary>Completes the names of the checks that the schedulers of this machine run.</summary>
internal sealed class CheckNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? "").Trim('\'', '"');
        return RegisteredChecks.Names($"{fakeBoundParameters?["Account"]}")
            .Where(name => name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Distinct().OrderBy(name => name, StringComparer.Ordinal)
            .Select(name => new CompletionResult(name));
    }
}
