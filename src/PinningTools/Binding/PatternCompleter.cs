using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PinningTools.Internal;

/// <summary>Completes the patterns of the store that is named before, else of the default store.</summary>
internal sealed class PatternCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? "").Trim('\'', '"');
        return Store(fakeBoundParameters).Sets.Select(set => set.Pattern)
            .Where(pattern => pattern.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            // A pattern with a star would otherwise be one for file names.
            .Select(pattern =>
                new CompletionResult($"'{pattern}'", pattern, CompletionResultType.ParameterValue, pattern));
    }

    /// <summary>Empty if there is no store: completion must not report faults.</summary>
    internal static PinStore Store(IDictionary? bound)
    {
        try
        {
            string path = bound?["PinStore"] as string ?? PinStoreLocation.Named
                ?? PinStoreLocation.Require(PinStoreLocation.OfUser);
            return PinStoreCache.Read(Resolve(path));
        }
        catch (Exception error) when (error is PinningException or RuntimeException)
        {
            return new PinStore();
        }
    }

    private static string Resolve(string path)
    {
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        return shell.AddScript("$ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($args[0])")
            .AddArgument(path).Invoke<string>()[0];
    }
}
