using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using PinningTools.Internal;
using PinningTools.Testing;

namespace PinningTools.Fuzz;

/// <summary>Certificates, keys, requests and their containers.</summary>
internal static class CertificateTargets
{
    private const string Password = "test";
    private const long MaxBlocks = 20_000;

    internal static IEnumerable<FuzzTarget> All()
    {
        TestCertificate leaf = TestCertificate.Root("root.example").IssueAuthority("ca.example").Issue("leaf.example");
        byte[][] certificates =
        [
            .. leaf.Chain.Select(certificate => certificate.Der),
            ExoticCertificates.Ed25519().Der, ExoticCertificates.RsaPss().Der, ExoticCertificates.Dsa().Der,
        ];
        yield return new FuzzTarget("Certificate", certificates, FuzzWords.Tags, input =>
            Describe(DerCertificate.Parse(input)));
        yield return new FuzzTarget("PublicKey", [leaf.PublicKeyInfo], FuzzWords.Tags, input =>
            _ = DerPublicKey.Parse(input).Pin);
        byte[][] containers = [.. Containers(leaf)];
        yield return new FuzzTarget("KeyFile", containers, FuzzWords.Tags, ReadKeys);
        byte[][] pem =
        [
            .. FuzzWords.Bytes(leaf.ChainPem, leaf.KeyPem),
            .. containers.Select(data => PemWriter.Write("PKCS7", data)),
            .. FuzzWords.Bytes("-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: "
                + "CAMELLIA-256-CBC,00112233445566778899AABBCCDDEEFF\n\nAAAAAAAAAAAAAAAAAAAAAA==\n-----END EC PRIVATE KEY-----\n"),
        ];
        yield return new FuzzTarget("Pem", pem, FuzzWords.Words, ReadKeys);
    }

    private static IEnumerable<byte[]> Containers(TestCertificate leaf)
    {
        var all = new X509Certificate2Collection(leaf.Chain.Select(certificate => certificate.Certificate).ToArray());
        yield return all.Export(X509ContentType.Pkcs7)!;
        yield return all.Export(X509ContentType.Pfx, Password)!;
        yield return leaf.Key.ExportPkcs8PrivateKey();
        yield return leaf.Key.ExportEncryptedPkcs8PrivateKey(
            Password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));
        var request = new CertificateRequest("CN=a", (ECDsa)leaf.Key, HashAlgorithmName.SHA256);
        yield return request.CreateSigningRequest();
        using var rsa = RSA.Create(1024);
        yield return rsa.ExportRSAPrivateKey();
        yield return ((ECDsa)leaf.Key).ExportECPrivateKey();
        foreach (string key in new[] { ExoticCertificates.Ed25519().KeyPem!, ExoticCertificates.Ed448().KeyPem! })
            yield return PemReader.Read(new StringReader(key), "fuzz").Single().Data;
    }

    private static void ReadKeys(byte[] input)
    {
        using var password = new SecureString();
        foreach (char c in Password) password.AppendChar(c);
        foreach (KeyFileItem item in KeyFile.Read(new MemoryStream(input), "fuzz",
            new KeyPassword(password, new KeyWork(MaxBlocks, CancellationToken.None)), certificatesOnly: false))
            if (item.Holder is { } holder) Describe(holder);
    }

    private static void Describe(IKeyHolder holder)
    {
        var record = new PinRecord(holder);
        _ = (record.Pin, record.Subject, record.Issuer, record.SerialNumber, record.NotBefore,
            record.NotAfter, record.DaysLeft);
        _ = (record.SubjectAlternativeName, record.KeyAlgorithm, record.KeySize, record.SignatureAlgorithm,
            record.ToString());
    }
}
