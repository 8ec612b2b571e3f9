using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;

namespace PinningTools.Internal;

/// <summary>
/// Finds out why a chain is not valid. The platform has one status for several causes. If the certificates themselves
/// show which cause it is, the diagnosis says so; if they do not, it says that the cause is not known.
/// </summary>
internal static class ChainDiagnosis
{
    /// <param name="chain">What the platform built.</param>
    /// <param name="others">The certificates that were sent or given with the leaf.</param>
    /// <param name="anchors">The certificates in which a chain must end.</param>
    /// <param name="unread">The number of presented certificates that cannot be read.</param>
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
    /// Without key identifiers OpenSSL takes the first issuer with a matching name, even if only one path is shown to
    /// it: a signature that it then reports as invalid does not belong to that path.
    /// </summary>
    internal static BuiltChain ExplainPath(BuiltChain chain, IReadOnlyList<DerCertificate> path) =>
        chain.Problems.HasFlag(X509ChainStatusFlags.NotSignatureValid) && !CertificateOrder.IsSame(chain.Elements, path)
            ? chain.With(
                VerdictReason.ChainNotJudged,
                "the platform does not follow the path whose signatures are valid, "
                    + string.Join(" > ", path.Select(one => one.Subject)))
            : chain;

    /// <summary>An issuer is missing only if no certificate with its name is available.</summary>
    private static BuiltChain ExplainIssuer(
        BuiltChain chain, IReadOnlyList<DerCertificate> candidates, int unread)
    {
        DerCertificate last = chain.Elements[chain.Elements.Count - 1];
        DerCertificate[] issuers = [.. candidates.Where(last.NamesAsIssuer)];
        if (issuers.Length == 0)
            return unread == 0 ? chain : chain.With(
                VerdictReason.IssuerNotAccepted,
                $"{unread} of the presented certificates cannot be read, and the issuer of '{last.Subject}' may be "
                    + "among them");
        string who = AtHand(last);
        DerCertificate[] signers = [.. issuers.Where(issuer => CertificateSignature.Verify(last, issuer) != false)];
        if (signers.Length == 0)
            return chain.With(VerdictReason.IssuerNotAccepted, who + "the signature was not made with its key");
        if (signers.All(signer => !signer.Issuing.IsAuthority || !signer.Issuing.CanSign))
            return chain.With(VerdictReason.ConstraintViolated, who + "it is not allowed to issue certificates");
        return chain.With(VerdictReason.IssuerNotAccepted, signers.All(signer => CertificateOrder.Fit(last, signer) == 2)
            ? who + "its key identifier differs from the one that is named"
            : who + "the platform does not accept it and does not say why");
    }

    /// <summary>
    /// A signature that verifies is not invalid: the platform refuses it or cannot verify it. A signature that was not
    /// made with a key is invalid only if the certificate names that key as the issuer's; otherwise it may belong to
    /// another authority of the same name.
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
                    ? $"'{signed.Subject}' names itself as its issuer, but the signature was not made with its key"
                    : AtHand(signed) + "the signature was not made with its key");
        return signatures.Any(one => one.IsRight is null)
            ? chain.With(VerdictReason.ChainNotJudged, "the platform could not verify a signature in it")
            : chain.With(VerdictReason.OtherChainError, "the platform refuses a signature in it that is valid");
    }

    private static string AtHand(DerCertificate certificate) =>
        $"a certificate of '{certificate.Issuer}', the issuer of '{certificate.Subject}', is available, but ";

    /// <summary>The platform gives the same status to all elements of a chain, and also when policies fail.</summary>
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
                VerdictReason.OtherChainError, "the platform does not accept it for a TLS server and does not say why");
    }

    private static BuiltChain ExplainExtension(BuiltChain chain) => chain.Elements
        .Where((_, i) => chain.Statuses[i].HasFlag(X509ChainStatusFlags.HasNotSupportedCriticalExtension))
        .FirstOrDefault() is { } odd
            ? chain.With(
                VerdictReason.OtherChainError,
                $"'{odd.Subject}' has a critical extension that this platform does not know")
            : chain;
}
