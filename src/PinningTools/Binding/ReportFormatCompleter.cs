using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PinningTools.Internal;

/// <summary>Completes the names of the formats of reports, with the endings that mean them.</summary>
internal sealed class ReportFormatCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst,
        IDictionary fakeBoundParameters) => PinReportFormats.All
        .Where(format => format.Name.StartsWith(wordToComplete ?? "", StringComparison.OrdinalIgnoreCase))
        .Select(format => new CompletionResult(
            format.Name, format.Name, CompletionResultType.ParameterValue,
            string.Join(" ", format.Extensions.Prepend(format.Name))));
}
