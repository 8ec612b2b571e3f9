using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PinningTools.Internal;

/// <summary>Completes the pins of the set that -Pattern names, or that applies to the host.</summary>
internal sealed class PinCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? "").Trim('\'', '"');
        return (Meant(fakeBoundParameters)?.Pins ?? [])
            .Where(pin => pin.Pin.StartsWith(word, StringComparison.Ordinal))
            .Select(pin => new CompletionResult(
                $"'{pin.Pin}'", pin.Pin, CompletionResultType.ParameterValue,
                $"{pin.Role} {TerminalText.Printable(pin.Note ?? "")}".TrimEnd()));
    }

    private static PinSet? Meant(IDictionary? bound)
    {
        try
        {
            PinStore store = PatternCompleter.Store(bound);
            if (bound?["Pattern"] is string pattern) return store.Get(HostPattern.Parse(pattern));
            if ((bound?["HostName"] ?? bound?["Uri"])?.ToString() is not { } host) return null;
            int? port = int.TryParse(bound?["Port"]?.ToString(), out int number) ? number : null;
            TlsTarget target = TlsTarget.Parse(host, port);
            return EndpointPolicy.Find(new StorePolicies(store), target).Policy?.Set;
        }
        catch (PinningException)
        {
            return null;
        }
    }
}
