using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PinningTools.Internal;

/// <summary>Completes the versions of HTTP that a pinned connection can speak.</summary>
internal sealed class HttpVersionCompleter : IArgumentCompleter
{
    private static readonly string[] s_versions = ["1.0", "1.1", "2.0"];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        s_versions
            .Where(version => version.StartsWith(wordToComplete ?? "", StringComparison.Ordinal))
            .Select(version => new CompletionResult(version));
}
