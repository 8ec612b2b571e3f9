using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// An order of certificates that depends only on the certificates, so that a verdict does not depend on the order in
/// which they came.
/// </summary>
internal static class CertificateOrder
{
    /// <summary>Each certificate once, in that order.</summary>
    internal static DerCertificate[] Distinct(IEnumerable<DerCertificate> certificates) =>
    [
        .. certificates
            .GroupBy(one => Hex.ToUpper(one.Sha256Thumbprint()))
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.First()),
    ];

    /// <summary>
    /// How well the key identifiers of a certificate and a candidate for its issuer agree (RFC 5280 section 4.2.1.1);
    /// less is better. They are hints: a candidate that does not agree is tried last, but it is tried.
    /// </summary>
    internal static int Fit(DerCertificate certificate, DerCertificate issuer) =>
        certificate.Issuing.AuthorityKeyIdentifier is not { } named
            || issuer.Issuing.SubjectKeyIdentifier is not { } own ? 1
        : Bytes.Same(named, own) ? 0
        : 2;

    /// <summary>Certificates that are valid at the given time come first, then those that are valid longest.</summary>
    internal static IComparer<DerCertificate> At(DateTime time) => Comparer<DerCertificate>.Create((left, right) =>
    {
        int order = IsValidAt(right, time).CompareTo(IsValidAt(left, time));
        if (order == 0) order = Nullable.Compare(right.NotAfter, left.NotAfter);
        return order != 0 ? order : string.CompareOrdinal(Hex.ToUpper(left.Raw), Hex.ToUpper(right.Raw));
    });

    /// <summary>Whether two lists are the same certificates in the same order.</summary>
    internal static bool IsSame(IReadOnlyList<DerCertificate> left, IReadOnlyList<DerCertificate> right) =>
        left.Count == right.Count && left.Zip(right, (one, other) => one.HasSameBytes(other)).All(same => same);

    /// <summary>Whether a path contains one name and key twice.</summary>
    internal static bool HasLoop(IReadOnlyList<DerCertificate> path) =>
        path.Select(one => (one.Pin, one.SubjectKey)).Distinct().Count() < path.Count;

    /// <summary>
    /// How many certificates of a path do not fit their places, judging by dates, usage or path length. Only the
    /// platform finds other faults.
    /// </summary>
    /// <param name="path">Leaf first.</param>
    /// <param name="isWhole">
    /// Whether the path ends in an anchor, which counts as an authority even if it does not say so.
    /// </param>
    /// <param name="time">The time at which the path should be valid.</param>
    internal static int CountDefects(IReadOnlyList<DerCertificate> path, bool isWhole, DateTime time)
    {
        int defects = 0;
        int between = 0;
        for (int i = 0; i < path.Count; i++)
        {
            DerCertificate one = path[i];
            bool isAnchor = isWhole && i == path.Count - 1;
            bool mayIssue = one.Issuing.CanSign && (one.Issuing.IsAuthority || isAnchor)
                && (one.Issuing.PathLength is not { } most || between <= most);
            if (!IsValidAt(one, time) || !one.Issuing.AllowsServers || (i > 0 && !mayIssue)) defects++;
            // Self-issued certificates do not count for a path's length (RFC 5280 section 4.2.1.9).
            if (i > 0 && !one.IsSelfIssued) between++;
        }

        return defects;
    }

    internal static bool IsValidAt(DerCertificate certificate, DateTime time) =>
        certificate.NotBefore <= time && time <= certificate.NotAfter;
}
