using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// When the path in use expires: with the first of its certificates. If a date cannot be read, the expiry is not known.
/// </summary>
internal static class PathValidity
{
    /// <summary>The certificate that expires first; null if that is not known.</summary>
    internal static DerCertificate? EndsFirst(Evaluation evaluation)
    {
        IReadOnlyList<DerCertificate> path = Of(evaluation);
        return path.Any(element => element.NotAfter is null) ? null
            : path.OrderBy(element => element.NotAfter).FirstOrDefault();
    }

    /// <summary>The certificates whose validity cannot be read.</summary>
    internal static IEnumerable<DerCertificate> Unreadable(Evaluation evaluation) =>
        Of(evaluation).Where(element => element.NotBefore is null || element.NotAfter is null);

    /// <summary>
    /// The chain that was built, valid or not; the leaf with key-only trust, or if nothing was built.
    /// </summary>
    private static IReadOnlyList<DerCertificate> Of(Evaluation evaluation) =>
        evaluation.Chain is { Elements.Count: > 0 } chain ? chain.Elements : [evaluation.Presented.Leaf];
}
