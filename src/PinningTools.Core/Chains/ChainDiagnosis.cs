using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;

namespace PinningTools.Internal;

/// <summary>
/// What can be known about why a chain is not valid. The platform gives one status for several causes; where the
/// certificates themselves show which it is, that is said, and where they do not, that it is not known.
/// </summary>
internal static class ChainDiagnosis
{
    /// <param name="chain">What the platform built.</param>
    /// <param name="others">What was sent or given beside the leaf.</param>
    /// <param name="anchors">What the trust leads to.</param>
    /// <param name="unread">How many certificates were sent that cannot be read.</param>
    internal static BuiltChain Explain(
        BuiltChain chain, IReadOnlyList<DerCertificate> others, IReadOnlyList<DerCertificate> anchors, int unread)
    {
        if (chain.IsValid || chain.Reason is not null || chain.Elements.Count == 0) return chain;
        return ChainReasons.Of(chain) switch
        {
            VerdictReason.MissingIntermediate => ExplainIssuer(chain, [.. others, .. anchors], unread),
            VerdictReason.InvalidSignature => ExplainSignature(chain),
            VerdictReason.WrongUsage => ExplainUsage(chain),
            VerdictReason.OtherChainError => ExplainExtension(chain),
            _ => chain,
        };
    }

    /// <summary>
    /// OpenSSL takes the first issuer by name where there are no key identifiers, even of a path that is shown to it
    /// alone: a signature that it then finds wrong is not one of the path.
    /// </summary>
    internal static BuiltChain ExplainPath(BuiltChain chain, IReadOnlyList<DerCertificate> path) =>
        chain.Problems.HasFlag(X509ChainStatusFlags.NotSignatureValid) && !CertificateOrder.IsSame(chain.Elements, path)
            ? chain.With(
                VerdictReason.ChainNotJudged,
                "the platform does not follow the path whose signatures are right, "
                    + string.Join(" > ", path.Select(one => one.Subject)))
            : chain;

    /// <summary>An issuer is missing only where no certificate of its name is at hand.</summary>
    private static BuiltChain ExplainIssuer(
        BuiltChain chain, IReadOnlyList<DerCertificate> candidates, int unread)
    {
        DerCertificate last = chain.Elements[chain.Elements.Count - 1];
        DerCertificate[] issuers = [.. candidates.Where(last.NamesAsIssuer)];
        if (issuers.Length == 0)
            return unread == 0 ? chain : chain.With(
                VerdictReason.IssuerNotAccepted,
                $"{unread} of the certificates that were sent cannot be read, and the issuer of '{last.Subject}' may be "
                    + "among them");
        string who = AtHand(last);
        DerCertificate[] signers = [.. issuers.Where(issuer => CertificateSignature.Verify(last, issuer) != false)];
        if (signers.Length == 0)
            return chain.With(VerdictReason.IssuerNotAccepted, who + "its key did not make the signature");
        if (signers.All(signer => !signer.Issuing.IsAuthority || !signer.Issuing.CanSign))
            return chain.With(VerdictReason.ConstraintViolated, who + "it may not issue certificates");
        return chain.With(VerdictReason.IssuerNotAccepted, signers.All(signer => CertificateOrder.Fit(last, signer) == 2)
            ? who + "its key has another identifier than the one that is named"
            : who + "the platform does not take it, and does not say why");
    }

    /// <summary>
    /// A signature that was found good is not invalid: the platform refuses it, or cannot verify it. And one that a key
    /// did not make is only invalid where that key was named as the issuer's: else it may be another authority's of the
    /// same name.
    /// </summary>
    private static BuiltChain ExplainSignature(BuiltChain chain)
    {
        DerCertificate top = chain.Elements[chain.Elements.Count - 1];
        (DerCertificate Signed, DerCertificate Signer, bool? IsRight)[] signatures =
        [
            .. chain.Elements.Zip(
                top.IsSelfIssued ? chain.Elements.Skip(1).Append(top) : chain.Elements.Skip(1),
                (signed, signer) => (signed, signer, CertificateSignature.Verify(signed, signer))),
        ];
        if (signatures.Any(one => one.IsRight == false && CertificateOrder.Fit(one.Signed, one.Signer) == 0))
            return chain;
        if (signatures.FirstOrDefault(one => one.IsRight == false) is { Signed: { } signed } wrong)
            return chain.With(
                VerdictReason.IssuerNotAccepted,
                ReferenceEquals(signed, wrong.Signer)
                    ? $"'{signed.Subject}' names itself as its issuer, but its key did not make the signature"
                    : AtHand(signed) + "its key did not make the signature");
        return signatures.Any(one => one.IsRight is null)
            ? chain.With(VerdictReason.ChainNotJudged, "the platform could not verify a signature in it")
            : chain.With(VerdictReason.OtherChainError, "the platform refuses a signature in it that is right");
    }

    private static string AtHand(DerCertificate certificate) =>
        $"a certificate of '{certificate.Issuer}', the issuer of '{certificate.Subject}', is at hand, but ";

    /// <summary>The platform gives the same status to all of a chain, and also where policies fail.</summary>
    private static BuiltChain ExplainUsage(BuiltChain chain)
    {
        if (chain.Elements.FirstOrDefault(element => !element.Issuing.AllowsServers) is { } wrong)
            return chain.With(
                VerdictReason.WrongUsage,
                $"the extended key usage of '{wrong.Subject}' does not name TLS servers (serverAuth)");
        return chain.Elements.FirstOrDefault(element => element.Issuing.HasPolicies) is { } policy
            ? chain.With(
                VerdictReason.ConstraintViolated, $"the policies of '{policy.Subject}' do not allow a TLS server")
            : chain.With(
                VerdictReason.OtherChainError, "the platform does not take it for a TLS server's, and does not say why");
    }

    private static BuiltChain ExplainExtension(BuiltChain chain) => chain.Elements
        .Where((_, i) => chain.Statuses[i].HasFlag(X509ChainStatusFlags.HasNotSupportedCriticalExtension))
        .FirstOrDefault() is { } odd
            ? chain.With(
                VerdictReason.OtherChainError,
                $"'{odd.Subject}' has a critical extension that this platform does not know")
            : chain;
}
