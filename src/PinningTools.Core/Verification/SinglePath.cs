using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;

namespace PinningTools.Internal;

/// <summary>
/// The platform's judgement of one path under its anchor alone. OpenSSL tells certificates of one name apart by their
/// key identifiers only: without any it does not climb from a root's rollover certificate (RFC 4210 section 4.4) to the
/// root of the same name. Then the platform judges the part up to the first rollover certificate, and each certificate
/// above it alone; that they signed each other is verified here.
/// </summary>
internal static class SinglePath
{
    internal static BuiltChain Build(IReadOnlyList<DerCertificate> path, TrustSettings trust, DateTime time)
    {
        BuiltChain chain = BuildUpTo(path.Count - 1, path, trust, time);
        // Whether a rollover certificate was revoked, nobody would have looked up.
        return !chain.IsValid && !trust.CheckRevocation && IsValidInParts(path, trust, time)
            ? new BuiltChain(
                path, [.. path.Select(_ => X509ChainStatusFlags.NoError)], X509ChainStatusFlags.NoError)
            : chain;
    }

    private static bool IsValidInParts(IReadOnlyList<DerCertificate> path, TrustSettings trust, DateTime time)
    {
        int first = FindRollover(path);
        if (first == 0 || CertificateOrder.CountDefects(path, isWhole: true, time) > 0) return false;
        DerCertificate[] above = [.. path.Skip(first)];
        // What a certificate demands of those below it, the platform alone can judge.
        return above.All(one => !one.Issuing.HasNameConstraints && !one.Issuing.HasPolicies)
            && above.Zip(above.Skip(1), CertificateSignature.Verify).All(verified => verified == true)
            && above.Skip(1).All(one => PlatformChain.Build(one, [], trust.Only(one), time).IsValid)
            && BuildUpTo(first, path, trust, time) is { IsValid: true } below
            && CertificateOrder.IsSame(below.Elements, [.. path.Take(first + 1)]);
    }

    /// <summary>Where the path comes to its anchor's name, if below the anchor; else 0.</summary>
    private static int FindRollover(IReadOnlyList<DerCertificate> path)
    {
        int first = path.Count - 1;
        while (first > 1 && path[first - 1].IsSelfIssued && path[first - 1].SubjectKey == path[first].SubjectKey)
            first--;
        return first < path.Count - 1 ? first : 0;
    }

    private static BuiltChain BuildUpTo(
        int last, IReadOnlyList<DerCertificate> path, TrustSettings trust, DateTime time) =>
        PlatformChain.Build(path[0], [.. path.Skip(1).Take(last - 1)], trust.Only(path[last]), time);
}
