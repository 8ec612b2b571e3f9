using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>
/// OpenSSL's TRUSTED CERTIFICATE: a certificate, followed by the uses for which it is trusted and rejected
/// (X509_CERT_AUX). The rules are those of OpenSSL's X509_check_trust for TLS servers: a rejected use is not allowed,
/// and if uses are listed as trusted, no others are. Alias and key identifier do not affect trust.
/// </summary>
internal static class TrustedCertificate
{
    /// <param name="data">The block.</param>
    /// <param name="restriction">A restriction that is already known, or null.</param>
    /// <exception cref="PinningException">It does not begin with a certificate.</exception>
    internal static DerCertificate Parse(byte[] data, string? restriction)
    {
        var reader = new DerReader(data);
        byte[] certificate = reader.Read(DerTag.Sequence).ToArray();
        return DerCertificate.Parse(certificate, restriction ?? RestrictionOf(reader));
    }

    private static string? RestrictionOf(DerReader reader)
    {
        if (reader.IsAtEnd) return null;
        try
        {
            DerReader fields = reader.Read(DerTag.Sequence).Open();
            reader.ExpectEnd();
            List<string>? trusted = fields.TryRead(DerTag.Sequence, out DerElement trust)
                ? ServerUse.Read(trust)
                : null;
            List<string> rejected = fields.TryRead(DerTag.ContextConstructed(0), out DerElement reject)
                ? ServerUse.Read(reject)
                : [];
            fields.TryRead(DerTag.Utf8String, out _);
            fields.TryRead(DerTag.OctetString, out _);
            fields.ExpectEnd();
            if (ServerUse.IsIn(rejected)) return $"its TRUSTED CERTIFICATE block rejects {ServerUse.Describe(rejected)}";
            return trusted is null || ServerUse.IsIn(trusted)
                ? null
                : $"its TRUSTED CERTIFICATE block trusts it only for {ServerUse.Describe(trusted)}";
        }
        catch (PinningException)
        {
            return "the trust settings in its TRUSTED CERTIFICATE block cannot be read";
        }
    }
}
