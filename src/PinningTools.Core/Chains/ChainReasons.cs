using System.Linq;
using System.Security.Cryptography.X509Certificates;

namespace PinningTools.Internal;

/// <summary>Maps the problems of a chain to a verdict and a reason.</summary>
internal static class ChainReasons
{
    private const X509ChainStatusFlags TimeProblems =
        X509ChainStatusFlags.NotTimeValid | X509ChainStatusFlags.CtlNotTimeValid;

    private const X509ChainStatusFlags Constraints =
        X509ChainStatusFlags.InvalidBasicConstraints | X509ChainStatusFlags.InvalidNameConstraints
        | X509ChainStatusFlags.HasExcludedNameConstraint | X509ChainStatusFlags.HasNotPermittedNameConstraint
        | X509ChainStatusFlags.HasNotDefinedNameConstraint | X509ChainStatusFlags.HasNotSupportedNameConstraint
        | X509ChainStatusFlags.InvalidPolicyConstraints | X509ChainStatusFlags.NoIssuanceChainPolicy;

    private const X509ChainStatusFlags OfLeaf =
        TimeProblems | X509ChainStatusFlags.Revoked | X509ChainStatusFlags.RevocationStatusUnknown
        | X509ChainStatusFlags.OfflineRevocation | X509ChainStatusFlags.NotValidForUsage;

    /// <summary>In order of precedence: if a chain has several problems, the first one gives the reason.</summary>
    private static readonly (X509ChainStatusFlags Flag, VerdictReason Reason)[] s_reasons =
    [
        (X509ChainStatusFlags.Revoked | X509ChainStatusFlags.ExplicitDistrust, VerdictReason.Revoked),
        (X509ChainStatusFlags.NotSignatureValid | X509ChainStatusFlags.CtlNotSignatureValid,
            VerdictReason.InvalidSignature),
        (X509ChainStatusFlags.UntrustedRoot, VerdictReason.UntrustedRoot),
        (X509ChainStatusFlags.PartialChain, VerdictReason.MissingIntermediate),
        (Constraints, VerdictReason.ConstraintViolated),
        (X509ChainStatusFlags.NotValidForUsage | X509ChainStatusFlags.CtlNotValidForUsage, VerdictReason.WrongUsage),
        (X509ChainStatusFlags.RevocationStatusUnknown | X509ChainStatusFlags.OfflineRevocation,
            VerdictReason.RevocationUnknown),
    ];

    /// <summary>Whether there is a problem other than the validity period.</summary>
    internal static bool IsUntrusted(BuiltChain chain) =>
        chain.Elements.Count == 0 || (chain.Problems & ~TimeProblems) != 0;

    /// <summary>
    /// Whether the only problems are the validity, usage or revocation of the leaf, which no other path would solve.
    /// </summary>
    internal static bool ConcernLeafAlone(BuiltChain chain) =>
        chain.Elements.Count > 1 && (chain.Problems & ~OfLeaf) == 0
            && chain.Statuses.Skip(1).All(status => status == X509ChainStatusFlags.NoError);

    internal static bool HasTimeProblem(BuiltChain chain) => (chain.Problems & TimeProblems) != 0;

    internal static VerdictReason Of(BuiltChain chain)
    {
        if (chain.Elements.Count == 0) return VerdictReason.ChainTooLong;
        if (chain.Reason is { } known) return known;
        VerdictReason reason = s_reasons.FirstOrDefault(one => (chain.Problems & one.Flag) != 0).Reason;
        if (reason == VerdictReason.UntrustedRoot && chain.Elements.Count == 1) return VerdictReason.SelfSigned;
        return reason == VerdictReason.None ? VerdictReason.OtherChainError : reason;
    }

    /// <summary>What is wrong with a chain, in words.</summary>
    internal static string Explain(BuiltChain chain) => chain.Detail ?? string.Join(", ", Describe(chain.Problems));

    /// <summary>
    /// The statuses of an element by the platform's names, which can be found in documentation and searches.
    /// </summary>
    internal static string[] Describe(X509ChainStatusFlags status) =>
        status == X509ChainStatusFlags.NoError ? [] : status.ToString().Split([", "], System.StringSplitOptions.None);
}
