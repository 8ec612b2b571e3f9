using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;

namespace PinningTools.Internal;

/// <summary>
/// A copy of what the platform built from the leaf: the elements with the errors it found for each. It is the validated
/// chain only if no error was found.
/// </summary>
internal sealed class BuiltChain
{
    internal BuiltChain(
        IReadOnlyList<DerCertificate> elements, IReadOnlyList<X509ChainStatusFlags> statuses,
        X509ChainStatusFlags overall)
    {
        Elements = elements;
        Statuses = statuses;
        Problems = statuses.Aggregate(overall, (all, status) => all | status);
    }

    private BuiltChain(BuiltChain other, VerdictReason reason, string detail)
        : this(other.Elements, other.Statuses, other.Problems)
    {
        Reason = reason;
        Detail = detail;
    }

    /// <summary>No chain at all: never valid.</summary>
    internal static BuiltChain None { get; } = new([], [], X509ChainStatusFlags.NoError);

    /// <summary>The platform could not evaluate the chain: nothing is known except that nothing may match.</summary>
    internal static BuiltChain NotJudged(DerCertificate leaf, string why) =>
        new BuiltChain([leaf], [X509ChainStatusFlags.NoError], X509ChainStatusFlags.PartialChain)
            .With(VerdictReason.ChainNotJudged, "the platform reports: " + why);

    /// <summary>Leaf first.</summary>
    internal IReadOnlyList<DerCertificate> Elements { get; }

    internal IReadOnlyList<X509ChainStatusFlags> Statuses { get; }

    /// <summary>Every status of the chain and of its elements.</summary>
    internal X509ChainStatusFlags Problems { get; }

    /// <summary>
    /// The reason why the chain is not valid, if it is known more precisely than from the problems; else null.
    /// </summary>
    internal VerdictReason? Reason { get; }

    /// <summary>That reason in words.</summary>
    internal string? Detail { get; }

    internal bool IsValid => Elements.Count > 0 && Problems == X509ChainStatusFlags.NoError;

    internal DerCertificate? Anchor => IsValid ? Elements[Elements.Count - 1] : null;

    internal BuiltChain With(VerdictReason reason, string detail) => new(this, reason, detail);

    internal CertificateRole RoleOf(int position)
    {
        if (position == 0) return CertificateRole.Leaf;
        DerCertificate element = Elements[position];
        return position == Elements.Count - 1 && element.IsSelfIssued
            ? CertificateRole.Root
            : CertificateRole.Intermediate;
    }
}
