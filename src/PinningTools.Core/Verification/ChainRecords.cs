using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>Makes the pin records of a chain: what a verdict carries and Get-SpkiPin writes.</summary>
/// <param name="evaluation">What is true of the certificates.</param>
/// <param name="target">The host.</param>
/// <param name="facts">The connection.</param>
/// <param name="pins">The pins that may match.</param>
internal sealed class ChainRecords(
    Evaluation evaluation, TlsTarget target, ConnectionFacts facts, HashSet<SpkiPin> pins)
{
    private readonly RecordOrigin _origin = new()
    {
        HostName = target.Host.Value,
        Port = target.Port,
        Address = facts.Address,
        Protocol = facts.Protocol,
        CipherSuite = facts.CipherSuite,
        Inspected = facts.Inspection is not null,
        Proof = facts.Proof,
        ProofStrength = facts.Strength,
    };

    /// <summary>The built chain; only the leaf with key-only trust, or if nothing could be built.</summary>
    internal PinRecord[] OfChain()
    {
        if (evaluation.Chain is not { Elements.Count: > 0 } chain)
            return [Make(evaluation.Presented.Leaf, 0, CertificateRole.Leaf, false, [])];
        return [.. chain.Elements.Select((element, i) =>
            Make(element, i, chain.RoleOf(i), chain.IsValid, ChainReasons.Describe(chain.Statuses[i])))];
    }

    /// <summary>What the server sent, each with its role in the chain or None.</summary>
    /// <param name="chain">The records of the chain.</param>
    internal PinRecord[] OfPresented(PinRecord[] chain) =>
    [
        .. evaluation.Presented.Certificates.Select((certificate, i) =>
        {
            PinRecord? inChain = chain.FirstOrDefault(record => record.Certificate.HasSameBytes(certificate));
            return new PinRecord(certificate)
            {
                Position = i,
                Role = inChain?.Role ?? CertificateRole.None,
                SentByServer = true,
                InValidatedChain = inChain?.InValidatedChain ?? false,
                Matched = inChain?.Matched ?? false,
                Status = inChain?.Status ?? [],
                Origin = _origin,
            };
        }),
    ];

    private PinRecord Make(
        DerCertificate certificate, int position, CertificateRole role, bool valid, string[] status) => new(certificate)
    {
        Position = position,
        Role = role,
        SentByServer = evaluation.Presented.Contains(certificate),
        InValidatedChain = valid,
        Matched = evaluation.Pinnable.Contains(certificate) && pins.Contains(certificate.Pin),
        Status = status,
        Origin = _origin,
    };
}
