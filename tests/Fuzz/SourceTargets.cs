using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using PinningTools.Internal;

namespace PinningTools.Fuzz;

/// <summary>What a source of pin sets publishes, and the copy of it: the document, its signature, the key.</summary>
internal static class SourceTargets
{
    private static readonly DateTime s_fetched = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly byte[][] s_documents = FuzzWords.Bytes(
        "{\"pinStore\": 1, \"version\": 7, \"pinSets\": [{\"pattern\": \"**.example.com\", \"expires\": "
            + "\"2030-01-01\", "
            + "\"pins\": [{\"pin\": \"sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=\", \"role\": \"Leaf\"}]}]}");

    internal static IEnumerable<FuzzTarget> All()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(2048);
        ECDsa signer = ECDsa.Create(ec.ExportParameters(includePrivateParameters: true));
        byte[][] keys = [ec.ExportSubjectPublicKeyInfo(), rsa.ExportSubjectPublicKeyInfo()];
        StoreSource source = SourceFor(keys[0]);
        yield return new FuzzTarget("SigningKey", keys, FuzzWords.Tags, input =>
            SigningKey.Parse(Convert.ToBase64String(input)).Verify(input, input));
        // The input is signed unchanged, because the code after a good signature is under test.
        yield return new FuzzTarget("SignedDocument", s_documents, FuzzWords.Words, input =>
            SignedStore.Verify(input, signer.SignData(input, HashAlgorithmName.SHA256), source, s_fetched));
        byte[][] signatures =
        [
            ec.SignData(s_documents[0], HashAlgorithmName.SHA256),
            ec.SignData(s_documents[0], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence),
        ];
        yield return new FuzzTarget("Signature", signatures, FuzzWords.Tags, input =>
            SignedStore.Verify(s_documents[0], input, source, s_fetched));
        byte[][] pss = [rsa.SignData(s_documents[0], HashAlgorithmName.SHA256, RSASignaturePadding.Pss)];
        StoreSource rsaSource = SourceFor(keys[1]);
        yield return new FuzzTarget("PssSignature", pss, FuzzWords.Tags, input =>
            SignedStore.Verify(s_documents[0], input, rsaSource, s_fetched));
        string copy = SignedStore.Verify(s_documents[0], signatures[0], source, s_fetched).ToText();
        yield return new FuzzTarget("Copy", FuzzWords.Bytes(copy), FuzzWords.Words, input =>
            _ = SignedStore.Parse(FuzzWords.Text(input), "fuzz", source)
                ?? throw new PinningException(Faults.SourceSignatureInvalid("fuzz")));
    }

    private static StoreSource SourceFor(byte[] key) => new()
    {
        Uri = new Uri("https://pins.example/store.json"),
        Key = SigningKey.Parse(Convert.ToBase64String(key)),
    };
}
