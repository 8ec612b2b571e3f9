using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>What a result says of an inspection: no more than is known.</summary>
internal static class InspectionWords
{
    internal const string NotToPin =
        "The server did not prove that it holds this key: do not pin it and do not trust it.";

    /// <summary>How the certificates were read and what proves them, in sentences after those of the verdict.</summary>
    internal static string Origin(Inspection inspection)
    {
        string read = inspection.Failed is { } failed
            ? $"{failed.Fault.Message} An inspection read its certificates instead"
            : "An inspection read its certificates";
        string end = inspection.Failed is null ? "" : " A request would fail.";
        return $"{read}, {Proof(inspection)}.{end}";
    }

    /// <summary>What a user must know before the result is used.</summary>
    /// <param name="inspection">The inspection.</param>
    /// <param name="isMatch">Whether the verdict is Match.</param>
    /// <param name="isAllowed">Whether the command or the set consents.</param>
    internal static IEnumerable<string> Warnings(Inspection inspection, bool isMatch, bool isAllowed)
    {
        if (Caveat(inspection) is { } caveat) yield return caveat;
        if (isMatch && !isAllowed)
            yield return "The pin matched in an inspection only: clients that use this machine's TLS cannot connect, so "
                + "Passed is false. If you accept that, give -AllowInspected, or let the pin set allow it: Update-PinSet "
                + "-AllowInspected.";
    }

    /// <summary>Why the proof is not a strong one, or null.</summary>
    internal static string? Caveat(Inspection inspection) =>
        !inspection.IsProven
            ? $"The server did not prove that it holds the key of its certificate{Why(inspection)}. Anyone can show a copy "
                + "of a certificate: do not pin or trust what it shows."
            : inspection.Server.Strength == ProofStrength.Legacy
                ? $"The server proved its key as old servers do{Why(inspection)}."
                : null;

    private static string Proof(Inspection inspection) => inspection switch
    {
        { IsProven: false, Server.Strength: ProofStrength.Weak } =>
            $"but the proof of the key is too weak to count{Why(inspection)}",
        { IsProven: false } => $"but nothing proves that the server holds the key{Why(inspection)}",
        { Server.Proof: HandshakeProof.Finished } => "and the server proved the key by a verified Finished",
        { Server.Proof: HandshakeProof.CertificateVerify } => "and the server proved the key by a verified CertificateVerify",
        _ => "and the server proved the key by a verified signature in ServerKeyExchange",
    };

    private static string Why(Inspection inspection) =>
        inspection.Server.Weakness is { Length: > 0 } why ? ": " + why.TrimEnd('.') : "";
}
