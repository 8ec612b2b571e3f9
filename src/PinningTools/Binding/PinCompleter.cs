using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using PinningTools.Internal;

namespace PinningTools;

/// <summary>Completes the pins of the set that -Pattern names.</summary>
public sealed class PinCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? "").Trim('\'', '"');
        string? pattern = fakeBoundParameters?["Pattern"] as string;
        return PatternCompleter.Sets(fakeBoundParameters)
            .Where(set => string.Equals(set.Pattern, pattern, StringComparison.OrdinalIgnoreCase))
            .SelectMany(set => set.Pins)
            .Where(pin => pin.Pin.StartsWith(word, StringComparison.Ordinal))
            .Select(pin => new CompletionResult(
                $"'{pin.Pin}'", pin.Pin, CompletionResultType.ParameterValue,
                $"{pin.Role} {DerText.Printable(pin.Note ?? "")}".TrimEnd()));
    }
}
