using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PinningTools.Internal;

/// <summary>
/// The client certificate. The platform sends it during the handshake and asks about the server only afterwards, so it
/// is withheld until this same leaf had a good verdict on an earlier connection.
/// </summary>
internal sealed class ClientCertificate
{
    private ClientCertificate(X509Certificate2 certificate)
    {
        Certificate = certificate;
    }

    internal X509Certificate2 Certificate { get; }

    /// <exception cref="PinningException">The certificate cannot be shown.</exception>
    internal static ClientCertificate From(X509Certificate2 certificate)
    {
        if (!certificate.HasPrivateKey)
            throw new PinningException(Faults.ClientCertificateHasNoKey(certificate.Subject));
        using AsymmetricAlgorithm? key =
            certificate.GetRSAPrivateKey() ?? (AsymmetricAlgorithm?)certificate.GetECDsaPrivateKey();
        if (WhyNot(key, certificate.Subject) is { } ephemeral) throw new PinningException(ephemeral);
        if (!CompletesOffline(certificate))
            throw new PinningException(Faults.ClientCertificateIncomplete(certificate.Subject));
        return new ClientCertificate(certificate);
    }

    /// <summary>
    /// A CNG key of Windows has members that show that it is ephemeral, but .NET Standard does not define them.
    /// </summary>
    internal static Fault? WhyNot(AsymmetricAlgorithm? key, string subject) =>
        key?.GetType().GetProperty("Key")?.GetValue(key) is { } held
            && held.GetType().GetProperty("IsEphemeral")?.GetValue(held) is true
            ? Faults.ClientCertificateEphemeral(subject)
            : null;

#if NET
    private const string AuthorityInformationAccess = "1.3.6.1.5.5.7.1.1";

    /// <summary>The platform would fetch a missing issuer during the handshake, where it cannot be stopped.</summary>
    private static bool CompletesOffline(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.Build(certificate);
        try
        {
            bool partial = chain.ChainStatus.Any(status => status.Status.HasFlag(X509ChainStatusFlags.PartialChain));
            return !partial || chain.ChainElements[^1].Certificate.Extensions[AuthorityInformationAccess] is null;
        }
        finally
        {
            foreach (X509ChainElement element in chain.ChainElements) element.Certificate.Dispose();
        }
    }
#else
    /// <summary>.NET Framework leaves the client's chain to the system.</summary>
    private static bool CompletesOffline(X509Certificate2 certificate) => certificate.HasPrivateKey;
#endif
}
