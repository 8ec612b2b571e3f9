using System;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>The -Verbose line of a verdict: how the connection was made, and its warnings.</summary>
internal static class VerdictTrace
{
    internal static string Of(PinVerdict verdict)
    {
        string[] parts =
        [
            verdict.Address is null || verdict.HostName == verdict.Address ? "" : "at " + verdict.Address,
            verdict.Protocol ?? "",
            verdict.CipherSuite ?? "",
            verdict.Pattern is null ? "" : $"pin set '{verdict.Pattern}'",
            verdict.Attempts > 1 ? $"{verdict.Attempts} attempts" : "",
            FormattableString.Invariant($"{verdict.Elapsed.TotalMilliseconds:0} ms"),
        ];
        return $"{verdict}: {string.Join(", ", parts.Where(part => part.Length > 0))}"
            + string.Concat(verdict.Warnings.Select(warning => "\n" + warning));
    }
}
