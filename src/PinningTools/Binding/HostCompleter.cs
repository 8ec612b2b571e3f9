using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PinningTools.Internal;

/// <summary>Completes the hosts that the patterns of the store name or, with two stars, include.</summary>
internal sealed class HostCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? "").Trim('\'', '"');
        return PatternCompleter.Store(fakeBoundParameters).Sets
            .Where(set => set.Hosts.Kind != HostPatternKind.OneLabel)
            .Select(set => (Host: HostOf(set.Hosts), set.Pattern))
            .GroupBy(named => named.Host).Select(same => same.First())
            .Where(named => named.Host.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            // An IPv6 address in its brackets would otherwise be a wildcard.
            .Select(named => new CompletionResult(
                named.Host.IndexOf('[') < 0 ? named.Host : $"'{named.Host}'", named.Host,
                CompletionResultType.ParameterValue, named.Pattern));
    }

    private static string HostOf(HostPattern hosts) =>
        new HostPattern(HostPatternKind.Exact, hosts.Host, hosts.Port).Text;
}
