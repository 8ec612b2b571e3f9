using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PinningTools.Internal;

/// <summary>Completes the names of pin formats.</summary>
internal sealed class FormatCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        bool import = commandName?.StartsWith("Import", StringComparison.OrdinalIgnoreCase) == true;
        return PinSetFormats.All
            .Where(format => import ? format.CanRead : format.CanWrite)
            .Where(format => format.Name.StartsWith(wordToComplete ?? "", StringComparison.OrdinalIgnoreCase))
            .Select(format => new CompletionResult(format.Name));
    }
}
