using System;
using System.Security.Cryptography;

namespace PinningTools.Testing;

/// <summary>A certificate that .NET cannot make and perhaps not even understand.</summary>
/// <param name="Der">The encoded certificate.</param>
/// <param name="PublicKeyInfo">The encoded SubjectPublicKeyInfo that was put in.</param>
/// <param name="KeyPem">The private key as PKCS#8 in PEM; null if there is none.</param>
public sealed record ExoticCertificate(byte[] Der, byte[] PublicKeyInfo, string? KeyPem)
{
    /// <summary>The certificate as PEM.</summary>
    public string Pem => PemEncoding.WriteString("CERTIFICATE", Der) + "\n";

    /// <summary>The pin, <c>sha256/</c> and the base64 of the hash of what was put in.</summary>
    public string Pin => "sha256/" + Convert.ToBase64String(SHA256.HashData(PublicKeyInfo));
}
