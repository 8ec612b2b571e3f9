using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.X509;

namespace PinningTools.Testing;

/// <summary>A certificate with its private key, and the one that issued it.</summary>
public sealed class TestCertificate
{
    private readonly string _name;
    private readonly CertificateOptions _options;
    private readonly AsymmetricCipherKeyPair _pair;

    private TestCertificate(
        string name, TestCertificate? issuer, CertificateOptions options, AsymmetricCipherKeyPair? pair = null)
    {
        _name = name;
        _options = options;
        _pair = pair ?? CertificateMint.CreateKey(options.KeyKind);
        Issuer = issuer;
        Der = CertificateMint.Strike(name, _pair, issuer?._name ?? name, issuer?._pair ?? _pair, options);
    }

    public byte[] Der { get; }

    public AsymmetricKeyParameter Key => _pair.Private;

    public TestCertificate? Issuer { get; }

    /// <summary>This certificate and its issuers, up to and including the root.</summary>
    public IReadOnlyList<TestCertificate> Chain => [this, .. Issuer?.Chain ?? []];

    /// <summary>The encoded SubjectPublicKeyInfo, from the key and not from the certificate.</summary>
    public byte[] PublicKeyInfo => SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(_pair.Public).GetDerEncoded();

    public string Pin
    {
        get
        {
            using var sha256 = SHA256.Create();
            return "sha256/" + Convert.ToBase64String(sha256.ComputeHash(PublicKeyInfo));
        }
    }

    public static TestCertificate Root(string name, CertificateOptions? options = null) =>
        new(name, null, AsAuthority(options));

    public static TestCertificate SelfSigned(string name, CertificateOptions? options = null) =>
        new(name, null, options ?? new());

    public TestCertificate IssueAuthority(string name, CertificateOptions? options = null) =>
        new(name, this, AsAuthority(options));

    public TestCertificate Issue(string name, CertificateOptions? options = null) => new(name, this, options ?? new());

    /// <summary>A new certificate for the same name and key, by the same issuer.</summary>
    public TestCertificate Renew() => new(_name, Issuer, _options, _pair);

    /// <summary>A certificate for the same name and key, by another authority.</summary>
    public TestCertificate CrossSign(TestCertificate otherAuthority) => new(_name, otherAuthority, _options, _pair);

    /// <summary>The certificate with its key, for a server of the platform's own.</summary>
    public X509Certificate2 ToPlatform() => new(CertificateMint.ToPfx(Der, Key), CertificateMint.PfxPassword);

    private static CertificateOptions AsAuthority(CertificateOptions? options)
    {
        options ??= new();
        return options with { IsAuthority = options.IsAuthority ?? true };
    }
}
