using System;
using System.Collections.Generic;
using Org.BouncyCastle.Tls;

namespace PinningTools.Internal;

/// <summary>What one handshake showed and proved so far.</summary>
internal sealed class HandshakeNotes
{
    private string? _end;

    internal PresentedChain? Presented { get; private set; }

    internal HandshakeProof Proof { get; private set; } = HandshakeProof.None;

    /// <summary>As in the record layer; 0 before the server's hello was accepted.</summary>
    internal int Version { get; set; }

    internal int CipherSuite { get; set; }

    internal bool IsNegotiationProven { get; private set; }

    internal bool WantsClientCertificate { get; set; }

    /// <summary>Whether there is nothing more to learn.</summary>
    internal bool IsComplete { get; set; }

    /// <summary>The key of the copied leaf: the only one with which anything is verified.</summary>
    internal ServerKey? Key { get; private set; }

    /// <summary>Bits of a Diffie-Hellman group that the server chose itself; 0 if there is none.</summary>
    internal int GroupBits { get; set; }

    /// <exception cref="InspectionFailure">The leaf is not a certificate, or there is none.</exception>
    internal void Show(IReadOnlyList<byte[]> sent)
    {
        if (Presented is not null) return;
        if (sent.Count == 0) throw new InspectionFailure(VerdictReason.NoCertificate, "the server sent no certificate.");
        try
        {
            Presented = PresentedChain.FromMessage(sent);
        }
        catch (PinningException error)
        {
            throw new InspectionFailure(
                VerdictReason.NoCertificate, "the server's certificate cannot be read: " + error.Fault.Message, error);
        }

        Key = new ServerKey(Presented.Leaf);
    }

    /// <summary>The library accepted the message, which it does only after the key verified its signature.</summary>
    internal void AcceptSignature(HandshakeProof proof)
    {
        if (Key?.VerifiedScheme is not null) Proof = proof;
    }

    internal void AcceptFinished()
    {
        if (Proof == HandshakeProof.None && Key is { WasEncryptedTo: true }) Proof = HandshakeProof.Finished;
        // Who can compute discrete logarithms in a small group can forge a Finished, but no signature.
        IsNegotiationProven = GroupBits is 0 or >= ProofRules.MinGroupBits;
        IsComplete = true;
    }

    internal void NoteEnd(Exception error) => _end ??= InspectionErrors.Clause(error);

    internal InspectedServer ToServer()
    {
        (ProofStrength strength, string? weakness) = ProofRules.Judge(Proof, Version, Key!);
        return new InspectedServer
        {
            Presented = Presented!,
            Proof = Proof,
            Strength = strength,
            Version = Version,
            CipherSuite = CipherSuite,
            IsNegotiationProven = IsNegotiationProven,
            WantsClientCertificate = WantsClientCertificate,
            Weakness = Proof == HandshakeProof.None ? Key!.Limit ?? _end ?? "the server ended the handshake before it proved anything" : weakness,
        };
    }
}
