using System;
using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>What one handshake showed and proved so far.</summary>
internal sealed class HandshakeNotes(ServerKeyAlgorithm wanted)
{
    private bool _isFinishedVerified;
    private string? _end;

    internal PresentedChain? Presented { get; private set; }

    /// <summary>The key of the copied leaf: the only one with which anything is verified.</summary>
    internal ServerKey? Key { get; private set; }

    /// <summary>As in the record layer; 0 before the server's hello was accepted.</summary>
    internal int Version { get; set; }

    internal int CipherSuite { get; set; }

    /// <summary>Bits of a Diffie-Hellman group that the server made itself; 0 if there is none.</summary>
    internal int GroupBits { get; set; }

    internal bool WantsClientCertificate { get; set; }

    /// <summary>Whether there is nothing more to learn.</summary>
    internal bool IsComplete { get; set; }

    /// <summary>
    /// A signature is over this handshake's random numbers. A Finished proves the key only where it decrypted
    /// something: under RSA key exchange.
    /// </summary>
    internal HandshakeProof Proof => Key switch
    {
        { VerifiedScheme: not null } =>
            Version >= InspectionOffer.Tls13 ? HandshakeProof.CertificateVerify : HandshakeProof.ServerKeyExchange,
        { WasEncryptedTo: true } when _isFinishedVerified => HandshakeProof.Finished,
        _ => HandshakeProof.None,
    };

    /// <exception cref="InspectionFailure">
    /// The leaf is not a certificate or has another kind of key than was asked for, or there is none.
    /// </exception>
    internal void Show(IReadOnlyList<byte[]> sent)
    {
        if (Presented is not null) return;
        if (sent.Count == 0)
            throw new InspectionFailure(VerdictReason.NoCertificate, "the server sent no certificate.");
        try
        {
            Presented = PresentedChain.FromMessage(sent);
            Key = new ServerKey(Presented.Leaf);
        }
        catch (PinningException error)
        {
            throw new InspectionFailure(
                VerdictReason.NoCertificate, "the server's certificate cannot be read: " + error.Fault.Message, error);
        }

        if (!IsWanted(Presented.Leaf.Key.Algorithm))
            throw new InspectionFailure(
                VerdictReason.KeyAlgorithmNotOffered,
                "the server showed a certificate with another kind of key than was asked for.");
    }

    private bool IsWanted(string algorithm) => wanted switch
    {
        ServerKeyAlgorithm.Rsa => algorithm is "RSA" or "RSA-PSS",
        ServerKeyAlgorithm.Ecdsa => algorithm.StartsWith("EC", StringComparison.Ordinal),
        ServerKeyAlgorithm.EdDsa => algorithm is "Ed25519" or "Ed448",
        _ => true,
    };

    internal void AcceptFinished()
    {
        _isFinishedVerified = true;
        IsComplete = true;
    }

    internal void NoteEnd(Exception? error) => _end ??= InspectionErrors.Clause(error);

    internal InspectedServer ToServer()
    {
        HandshakeProof proof = Proof;
        (ProofStrength strength, string? weakness) = ProofRules.Judge(proof, Version, Key!);
        return new InspectedServer
        {
            Presented = Presented!,
            Proof = proof,
            Strength = strength,
            Version = Version,
            CipherSuite = CipherSuite,
            CipherSuiteName = InspectionSuites.NameOf(CipherSuite),
            // Who can compute discrete logarithms in a small group can forge a Finished, but no signature.
            IsNegotiationProven = _isFinishedVerified && GroupBits is (0 or >= ProofRules.MinGroupBits),
            WantsClientCertificate = WantsClientCertificate,
            Weakness = proof == HandshakeProof.None ? _end : weakness,
        };
    }
}
