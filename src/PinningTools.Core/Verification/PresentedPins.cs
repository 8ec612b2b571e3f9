using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// The pins that a host shows: its chain, then the other certificates it sent, and what is wrong with the chain.
/// </summary>
internal sealed class PresentedPins
{
    private PresentedPins(IReadOnlyList<PinRecord> records, string? warning, string? doubt)
    {
        Records = records;
        Warning = warning;
        Doubt = doubt;
    }

    internal IReadOnlyList<PinRecord> Records { get; }

    /// <summary>
    /// Why these pins must not be trusted without confirmation, and how an inspection read them; null if there is nothing
    /// to say.
    /// </summary>
    internal string? Warning { get; }

    /// <summary>The part of the warning that does not say how the pins were read.</summary>
    internal string? Doubt { get; }

    /// <summary>Whether the server did not prove that it holds the key that it shows.</summary>
    internal bool IsUnproven { get; private init; }

    internal static PresentedPins From(Evaluation evaluation, TlsTarget target, ConnectionFacts facts)
    {
        var records = new ChainRecords(evaluation, target, facts, pins: []);
        PinRecord[] chain = records.OfChain();
        IEnumerable<PinRecord> beside = records.OfPresented(chain).Where(sent => sent.Role == CertificateRole.None);
        string? ofChain = WarningOf(evaluation, target);
        string? caveat = facts.Inspection is { } inspection ? InspectionWords.Caveat(inspection) : null;
        return new PresentedPins(
            [.. chain, .. beside], Join(ofChain, OfInspection(facts)), Join(ofChain, caveat))
        {
            IsUnproven = facts.Inspection is { IsProven: false },
        };
    }

    private static string? Join(params string?[] sentences) =>
        sentences.Any(one => one is not null) ? string.Join(" ", sentences.OfType<string>()) : null;

    /// <summary>What an inspection proved, and what it did not.</summary>
    private static string? OfInspection(ConnectionFacts facts) => facts.Inspection is { } inspection
        ? $"{InspectionWords.Origin(inspection)} {InspectionWords.Caveat(inspection)}".TrimEnd()
        : null;

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
