using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// What is to be put into service: a certificate with its chain, or a request or a key that has none yet.
/// </summary>
internal sealed class RotationMaterial
{
    private RotationMaterial(IKeyHolder key, PresentedChain? chain, IReadOnlyList<string> names)
    {
        Key = key;
        Chain = chain;
        Names = names;
    }

    /// <summary>The item with the server's key.</summary>
    internal IKeyHolder Key { get; }

    /// <summary>The chain that a server would send; null if there is no certificate yet.</summary>
    internal PresentedChain? Chain { get; }

    /// <summary>The hosts it names.</summary>
    internal IReadOnlyList<string> Names { get; }

    /// <summary>
    /// Accepts the certificates of a file in any order; a request or a key is used if there is no certificate.
    /// </summary>
    /// <exception cref="PinningException">
    /// There is no such item, or there are several keys and it is not known which is meant.
    /// </exception>
    internal static RotationMaterial From(IReadOnlyList<IKeyHolder> holders)
    {
        List<DerCertificate> certificates = [.. holders.OfType<DerCertificate>()];
        if (certificates.Count == 0) return FromKey(holders);
        DerCertificate leaf = certificates.FirstOrDefault(one => ClaimedRole.Of(one) == CertificateRole.Leaf)
            ?? certificates[0];
        if (certificates.Exists(one => one.Pin != leaf.Pin && ClaimedRole.Of(one) == CertificateRole.Leaf))
            throw new PinningException(Faults.RotationAmbiguous());
        // A server does not start with another certificate's key: what is rehearsed could not go into service.
        if (holders.Any(one => one.Kind == PinRecordKind.PrivateKey && one.Pin != leaf.Pin))
            throw new PinningException(Faults.RotationKeyForeign(leaf.Subject));
        return new RotationMaterial(
            leaf, PresentedChain.From([leaf, .. certificates.Where(one => one != leaf)]), NamesOf(leaf.Extensions));
    }

    private static RotationMaterial FromKey(IReadOnlyList<IKeyHolder> holders)
    {
        if (holders.Count == 0) throw new PinningException(Faults.RotationEmpty());
        IKeyHolder key = holders.FirstOrDefault(one => one is DerRequest) ?? holders[0];
        if (holders.Any(one => one.Pin != key.Pin)) throw new PinningException(Faults.RotationAmbiguous());
        return new RotationMaterial(key, null, key is DerRequest request ? NamesOf(request.Extensions) : []);
    }

    private static IReadOnlyList<string> NamesOf(CertificateExtensions extensions) =>
        [.. extensions.DnsNames, .. extensions.IpAddresses.Select(address => address.ToString())];
}
