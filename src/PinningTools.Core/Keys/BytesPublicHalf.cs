using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>
/// The public half of a key that is a string of bytes: EdDSA and XDH (RFC 8410), ML-DSA (RFC 9881), SLH-DSA (RFC 9909).
/// </summary>
internal static class BytesPublicHalf
{
    private const int SeedBytes = 32;

    /// <summary>What their public halves cost, in hash blocks: 100,000 keys of Ed25519 are allowed.</summary>
    private static readonly Dictionary<string, long> s_costs = new()
    {
        ["Ed25519"] = 230, ["X25519"] = 230, ["Ed448"] = 2_000, ["X448"] = 2_000,
        ["ML-DSA-44"] = 5_000, ["ML-DSA-65"] = 8_000, ["ML-DSA-87"] = 12_000,
    };

    internal static bool IsKnown(string name) => s_costs.ContainsKey(name) || IsSlhDsa(name);

    /// <param name="oid">The algorithm.</param>
    /// <param name="name">Its name.</param>
    /// <param name="privateKey">The content of PKCS#8's octet string.</param>
    /// <param name="work">The remaining work that is allowed.</param>
    internal static byte[] From(string oid, string name, byte[] privateKey, KeyWork work)
    {
        // The top tree of SLH-DSA has many leaves in the small ("s") variants.
        long cost = s_costs.TryGetValue(name, out long known) ? known : name.EndsWith("s", System.StringComparison.Ordinal)
            ? 800_000
            : 40_000;
        work.Charge(cost);
        byte[] secret = IsMlDsa(name) ? ReadMlDsa(oid, name, privateKey)
            : IsSlhDsa(name) ? privateKey
            : new DerReader(privateKey).Read(DerTag.OctetString).ContentToArray();
        return work.Run(cost, () => Library.PublicKey(oid, secret))
            ?? throw new PinningException(Faults.PrivateKeyInvalid(name));
    }

    internal static bool IsMlDsa(string name) => name.StartsWith("ML-DSA", System.StringComparison.Ordinal);

    private static bool IsSlhDsa(string name) => name.StartsWith("SLH-DSA", System.StringComparison.Ordinal);

    private static IKeyAlgorithms Library => LateLibrary.Create<IKeyAlgorithms>("KeyAlgorithms");

    /// <summary>
    /// The seed or the expanded key (RFC 9881 section 6): the seed as [0], the expanded key as an octet string, or a
    /// sequence of both, which must be of one key (section 8.2).
    /// </summary>
    private static byte[] ReadMlDsa(string oid, string name, byte[] privateKey)
    {
        var fields = new DerReader(privateKey);
        DerElement choice = fields.Read();
        fields.ExpectEnd();
        if (choice.Tag != DerTag.Sequence)
        {
            bool isChoice = choice.Tag == DerTag.OctetString
                || (choice.Tag == DerTag.Context(0) && choice.ContentLength == SeedBytes);
            return isChoice ? choice.ContentToArray()
                : throw new PinningException(Faults.MalformedDer(choice.Start, "it is neither a seed nor an expanded key"));
        }

        DerReader both = choice.Open();
        byte[] seed = both.Read(DerTag.OctetString).ContentToArray();
        byte[] expanded = both.Read(DerTag.OctetString).ContentToArray();
        both.ExpectEnd();
        return seed.Length == SeedBytes && Bytes.Same(Library.Expand(oid, seed), expanded) ? seed
            : throw new PinningException(Faults.PrivateKeyInvalid(name));
    }
}
