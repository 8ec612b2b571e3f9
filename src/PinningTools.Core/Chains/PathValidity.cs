using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// When the path in use ends: with the first of its certificates. A date that cannot be read is no date, and then
/// nobody knows when.
/// </summary>
internal static class PathValidity
{
    /// <summary>The certificate that ends first; null where it cannot be told.</summary>
    internal static DerCertificate? EndsFirst(Evaluation evaluation)
    {
        IReadOnlyList<DerCertificate> path = Of(evaluation);
        return path.Any(element => element.NotAfter is null) ? null
            : path.OrderBy(element => element.NotAfter).FirstOrDefault();
    }

    /// <summary>The certificates whose validity cannot be read.</summary>
    internal static IEnumerable<DerCertificate> Unreadable(Evaluation evaluation) =>
        Of(evaluation).Where(element => element.NotBefore is null || element.NotAfter is null);

    /// <summary>What was built, valid or not; under key-only trust, or where nothing was built, the leaf.</summary>
    private static IReadOnlyList<DerCertificate> Of(Evaluation evaluation) =>
        evaluation.Chain is { Elements.Count: > 0 } chain ? chain.Elements : [evaluation.Presented.Leaf];
}
