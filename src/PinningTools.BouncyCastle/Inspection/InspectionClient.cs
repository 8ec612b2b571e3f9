using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace PinningTools.Internal;

/// <summary>What an inspection offers in its hello, and its patience with servers that are old or odd.</summary>
internal sealed class InspectionClient(InspectionOffer offer, HandshakeNotes notes)
    : AbstractTlsClient(new InspectionCrypto(notes))
{
    // In the order of preference. All have a use before TLS 1.3: they limit the curves of certificates (RFC 8422), and the
    // primes of DHE are compared with them.
    private static readonly int[] s_groups =
    [
        NamedGroup.x25519, NamedGroup.secp256r1, NamedGroup.secp384r1, NamedGroup.secp521r1, NamedGroup.x448,
        NamedGroup.X25519MLKEM768, NamedGroup.SecP256r1MLKEM768, NamedGroup.SecP384r1MLKEM1024,
        NamedGroup.ffdhe2048, NamedGroup.ffdhe3072, NamedGroup.ffdhe4096, NamedGroup.ffdhe6144, NamedGroup.ffdhe8192,
        NamedGroup.brainpoolP256r1tls13, NamedGroup.brainpoolP384r1tls13, NamedGroup.brainpoolP512r1tls13,
        NamedGroup.brainpoolP256r1, NamedGroup.brainpoolP384r1, NamedGroup.brainpoolP512r1,
        NamedGroup.secp256k1, NamedGroup.secp224r1, NamedGroup.secp224k1, NamedGroup.secp192r1, NamedGroup.secp192k1,
        NamedGroup.secp160r1, NamedGroup.secp160r2, NamedGroup.secp160k1,
        NamedGroup.sect571r1, NamedGroup.sect571k1, NamedGroup.sect409r1, NamedGroup.sect409k1, NamedGroup.sect283r1,
        NamedGroup.sect283k1, NamedGroup.sect239k1, NamedGroup.sect233r1, NamedGroup.sect233k1, NamedGroup.sect193r1,
        NamedGroup.sect193r2, NamedGroup.sect163r1, NamedGroup.sect163r2, NamedGroup.sect163k1,
    ];

    protected override ProtocolVersion[] GetSupportedVersions() =>
    [
        .. new[]
        {
            ProtocolVersion.TLSv13, ProtocolVersion.TLSv12, ProtocolVersion.TLSv11, ProtocolVersion.TLSv10,
            ProtocolVersion.SSLv3,
        }.Where(version => version.FullVersion >= offer.MinVersion && version.FullVersion <= offer.MaxVersion),
    ];

    protected override int[] GetSupportedCipherSuites() => InspectionSuites.For(offer);

    protected override IList<int> GetSupportedGroups(IList<int> namedGroupRoles) => s_groups;

    protected override IList<SignatureAndHashAlgorithm> GetSupportedSignatureAlgorithms() =>
        InspectionSignatures.For(offer.KeyAlgorithm);

    /// <summary>Which key the leaf has is asked for; who signed it is not.</summary>
    protected override IList<SignatureAndHashAlgorithm>? GetSupportedSignatureAlgorithmsCert() =>
        offer.KeyAlgorithm == ServerKeyAlgorithm.Any ? null : InspectionSignatures.For(ServerKeyAlgorithm.Any);

    protected override IList<ServerName>? GetSniServerNames() =>
        offer.Name.IsAddress || offer.Name.Value.Length == 0
            ? null
            : [new ServerName(NameType.host_name, Encoding.ASCII.GetBytes(offer.Name.Value))];

    protected override CertificateStatusRequest? GetCertificateStatusRequest() => null;

    // The budget of bytes limits both.
    public override int GetMaxCertificateChainLength() => int.MaxValue;

    public override int GetMaxHandshakeMessageSize() => int.MaxValue;

    /// <summary>RFC 5746 is younger than many servers, and nothing is renegotiated here.</summary>
    public override void NotifySecureRenegotiation(bool secureRenegotiation)
    {
    }

    public override TlsDHGroupVerifier GetDHGroupVerifier() => new AnyGroup(notes);

    public override TlsAuthentication GetAuthentication() => new NoClientCertificate();

    private sealed class AnyGroup(HandshakeNotes notes) : TlsDHGroupVerifier
    {
        public bool Accept(DHGroup dhGroup)
        {
            notes.GroupBits = dhGroup.P.BitLength;
            return notes.GroupBits <= LimitedKey.MaxModulusBits
                ? true
                : throw new BeyondLimitException($"its Diffie-Hellman prime has {notes.GroupBits} bits, and nothing is computed with more than {LimitedKey.MaxModulusBits}");
        }
    }

    private sealed class NoClientCertificate : TlsAuthentication
    {
        public void NotifyServerCertificate(TlsServerCertificate serverCertificate)
        {
        }

        public TlsCredentials? GetClientCredentials(CertificateRequest certificateRequest) => null;
    }
}
