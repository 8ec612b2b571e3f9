using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// The pins that a host shows: its chain, then the other certificates it sent, and what is wrong with the chain.
/// </summary>
internal sealed class PresentedPins
{
    private PresentedPins(IReadOnlyList<PinRecord> records, string? warning)
    {
        Records = records;
        Warning = warning;
    }

    internal IReadOnlyList<PinRecord> Records { get; }

    /// <summary>Why these pins must not be trusted without confirmation, or null.</summary>
    internal string? Warning { get; }

    internal static PresentedPins From(Evaluation evaluation, TlsTarget target, ConnectionFacts facts)
    {
        HashSet<SpkiPin> none = [];
        PinRecord[] chain = ChainRecords.FromChain(evaluation, target, facts, none);
        IEnumerable<PinRecord> beside = ChainRecords.FromPresented(evaluation, target, facts, none)
            .Where(sent => sent.Role == CertificateRole.None);
        return new PresentedPins([.. chain, .. beside], WarningOf(evaluation, target));
    }

    private static string? WarningOf(Evaluation evaluation, TlsTarget target)
    {
        if (evaluation.Chain is { IsValid: false } chain)
        {
            return $"The chain of {target} is not valid ({ChainReasons.Explain(chain)}): these pins are only what the server claims. "
                + "Confirm them over another channel.";
        }

        return evaluation.NameMatches ? null
            : $"The certificate of {target} is not for '{target.JudgedName}': confirm these pins over another channel.";
    }
}
