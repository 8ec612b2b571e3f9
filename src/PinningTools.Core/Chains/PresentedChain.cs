using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;

namespace PinningTools.Internal;

/// <summary>
/// What the server sent, in its order, copied in the certificate callback: the platform disposes or resets its chain
/// right afterwards.
/// </summary>
internal sealed class PresentedChain
{
    /// <summary>The maximum number of certificates that are used: a real chain has only a few.</summary>
    internal const int MaxCertificates = 64;

    private PresentedChain(IReadOnlyList<DerCertificate> certificates, int sent)
    {
        Certificates = certificates;
        Sent = sent;
    }

    /// <summary>Leaf first; never empty, never more than <see cref="MaxCertificates"/>.</summary>
    internal IReadOnlyList<DerCertificate> Certificates { get; }

    /// <summary>How many were sent.</summary>
    internal int Sent { get; }

    /// <summary>How many of the used certificates are not strict DER and are therefore not included.</summary>
    internal int Unread { get; private init; }

    internal bool IsTooLong => Sent > MaxCertificates;

    internal DerCertificate Leaf => Certificates[0];

    internal static PresentedChain From(IReadOnlyList<DerCertificate> certificates) =>
        new(certificates.Take(MaxCertificates).ToList(), certificates.Count);

    /// <summary>
    /// The same for a file, in which the leaf need not come first, because PFX and PKCS#7 keep no order. The leaf is
    /// then the one certificate that issued none of the others.
    /// </summary>
    internal static PresentedChain FromFile(IReadOnlyList<DerCertificate> certificates)
    {
        bool Issued(DerCertificate one) => certificates.Any(other => other != one && other.NamesAsIssuer(one));
        if (certificates.Count > MaxCertificates || !Issued(certificates[0])) return From(certificates);
        DerCertificate[] leaves = [.. certificates.Where(one => !Issued(one))];
        return From(leaves.Length == 1 ? [leaves[0], .. certificates.Where(one => one != leaves[0])] : certificates);
    }

    /// <summary>
    /// Copies the certificates in the callback. ExtraStore is the list as sent, with or without the leaf; before
    /// Windows 11 22H2 Schannel returns it in reverse order, with the leaf twice (curl/curl#9706). The leaf is
    /// therefore searched in the whole list and counted once, and the list begins at its position.
    /// </summary>
    internal static PresentedChain Copy(X509Certificate leaf, X509Certificate2Collection? extraStore)
    {
        var own = DerCertificate.Parse(leaf.GetRawCertData());
        List<byte[]> sent = [.. (extraStore ?? []).Cast<X509Certificate2>().Select(certificate => certificate.RawData)];
        bool isReversed = sent.Count > 1 && !Bytes.Same(sent[0], own.Raw) && Bytes.Same(sent[sent.Count - 1], own.Raw);
        if (isReversed) sent.Reverse();
        List<byte[]> others = [.. sent.Where(raw => !Bytes.Same(raw, own.Raw))];
        List<DerCertificate> read = [.. others.Take(MaxCertificates - 1).Select(TryParse).OfType<DerCertificate>()];
        return new PresentedChain([own, .. read], others.Count + 1)
        {
            Unread = Math.Min(others.Count, MaxCertificates - 1) - read.Count,
        };
    }

    /// <summary>The certificates as a handshake message lists them.</summary>
    /// <exception cref="PinningException">The leaf is not strict DER.</exception>
    internal static PresentedChain FromMessage(IReadOnlyList<byte[]> sent)
    {
        var leaf = DerCertificate.Parse(sent[0]);
        int others = Math.Min(sent.Count, MaxCertificates) - 1;
        List<DerCertificate> read = [.. sent.Skip(1).Take(others).Select(TryParse).OfType<DerCertificate>()];
        return new PresentedChain([leaf, .. read], sent.Count) { Unread = others - read.Count };
    }

    /// <summary>
    /// An extra certificate that is not strict DER cannot be part of a chain, but must not make the others fail.
    /// </summary>
    private static DerCertificate? TryParse(byte[] raw)
    {
        try
        {
            return DerCertificate.Parse(raw);
        }
        catch (PinningException)
        {
            return null;
        }
    }

    internal bool Contains(DerCertificate certificate) => Certificates.Any(sent => sent.HasSameBytes(certificate));
}
