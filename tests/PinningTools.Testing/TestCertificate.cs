using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PinningTools.Testing;

/// <summary>A certificate with its private key, and the one that issued it.</summary>
public sealed class TestCertificate
{
    private readonly string _name;
    private readonly CertificateOptions _options;

    internal TestCertificate(string name, TestCertificate? issuer, CertificateOptions options)
    {
        _name = name;
        _options = options;
        Issuer = issuer;
        Key = options.Key ?? CertificateMint.CreateKey(options.KeyKind);
        Certificate = CertificateMint.Strike(name, issuer, Key, options);
    }

    /// <summary>The certificate, with a private key that a TLS server can use.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The private key: an <see cref="RSA"/> or an <see cref="ECDsa"/>.</summary>
    public AsymmetricAlgorithm Key { get; }

    /// <summary>The certificate of the issuer; null for a root or a self-signed one.</summary>
    public TestCertificate? Issuer { get; }

    /// <summary>This certificate and its issuers, up to and including the root.</summary>
    public IReadOnlyList<TestCertificate> Chain => [this, .. Issuer?.Chain ?? []];

    /// <summary>The encoded certificate.</summary>
    public byte[] Der => Certificate.RawData;

    /// <summary>The certificate as PEM.</summary>
    public string Pem => Certificate.ExportCertificatePem() + "\n";

    /// <summary>What a server with this certificate sends after its chain, though it has no part in it.</summary>
    public IReadOnlyList<TestCertificate> Appended { get; init; } = [];

    /// <summary>The certificate and its issuers as PEM, up to and including the root, and what is appended.</summary>
    public string ChainPem => string.Concat(Chain.Concat(Appended).Select(certificate => certificate.Pem));

    /// <summary>The private key as PKCS#8 in PEM.</summary>
    public string KeyPem => Key.ExportPkcs8PrivateKeyPem() + "\n";

    /// <summary>The encoded SubjectPublicKeyInfo, from the key and not from the certificate.</summary>
    public byte[] PublicKeyInfo => Key.ExportSubjectPublicKeyInfo();

    /// <summary>The pin, <c>sha256/</c> and the base64 of the hash of the public key.</summary>
    public string Pin => "sha256/" + Convert.ToBase64String(SHA256.HashData(PublicKeyInfo));

    /// <summary>Makes a root authority.</summary>
    public static TestCertificate Root(string name, CertificateOptions? options = null) =>
        new(name, null, AsAuthority(options));

    /// <summary>Makes a certificate such as appliances have: for a server, and signed by itself.</summary>
    public static TestCertificate SelfSigned(string name, CertificateOptions? options = null) =>
        new(name, null, options ?? new());

    /// <summary>Issues the certificate of an authority.</summary>
    public TestCertificate IssueAuthority(string name, CertificateOptions? options = null) =>
        new(name, this, AsAuthority(options));

    /// <summary>Issues the certificate of a server, whether or not this certificate may.</summary>
    public TestCertificate Issue(string name, CertificateOptions? options = null) => new(name, this, options ?? new());

    /// <summary>Makes a new certificate for the same name and key, by the same issuer.</summary>
    /// <param name="options">The options instead of those of this certificate; the key stays.</param>
    public TestCertificate Renew(CertificateOptions? options = null) =>
        new(_name, Issuer, Again(options ?? _options with { SerialNumber = null }));

    /// <summary>The same certificate and key, with others that a server sends after its chain.</summary>
    public TestCertificate Appending(params TestCertificate[] others) =>
        new(_name, Issuer, Again(_options)) { Appended = others };

    /// <summary>Has another authority issue a certificate for the subject and key of this one.</summary>
    public TestCertificate CrossSign(TestCertificate otherAuthority) =>
        new(_name, otherAuthority, Again(_options with { SerialNumber = null }));

    /// <summary>Writes the certificate to a PEM file.</summary>
    public void WritePem(string path) => File.WriteAllText(path, Pem);

    /// <summary>Writes <c>cert.pem</c>, <c>key.pem</c> and <c>chain.pem</c> to a folder, made if need be.</summary>
    public void WriteTo(string folder)
    {
        Directory.CreateDirectory(folder);
        WritePem(Path.Combine(folder, "cert.pem"));
        File.WriteAllText(Path.Combine(folder, "key.pem"), KeyPem);
        File.WriteAllText(Path.Combine(folder, "chain.pem"), ChainPem);
    }

    /// <summary>The subject and the pin.</summary>
    public override string ToString() => $"{Certificate.Subject} {Pin}";

    private static CertificateOptions AsAuthority(CertificateOptions? options)
    {
        options ??= new();
        return options with { IsAuthority = options.IsAuthority ?? true };
    }

    private CertificateOptions Again(CertificateOptions options) => options with
    {
        Key = Key,
        IsAuthority = options.IsAuthority ?? _options.IsAuthority,
    };
}
