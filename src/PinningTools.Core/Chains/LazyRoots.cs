#if NET
using System.Runtime.InteropServices;

#endif
namespace PinningTools.Internal;

/// <summary>
/// Windows downloads and installs most roots of its program when they are first needed. On .NET 8 and later,
/// DisableCertificateDownloads also prevents this download, so a root that a browser on the same machine accepts may
/// not be installed yet.
/// </summary>
internal static class LazyRoots
{
    private const string Text =
        " Windows installs most of its roots when they are first needed, by a download that these commands do not "
            + "make. If a browser on this machine accepts the certificate, open the host in it once and check again, "
            + "or install the roots ('certutil -generateSSTFromWU roots.sst').";

    internal static string Advice(TrustMode trust, VerdictReason reason) =>
#if NET
        Advice(trust, reason, RuntimeInformation.IsOSPlatform(OSPlatform.Windows));
#else
        // .NET Framework has no such option and downloads the roots.
        Advice(trust, reason, false);
#endif

    internal static string Advice(TrustMode trust, VerdictReason reason, bool apply) =>
        apply && trust == TrustMode.System && reason is (VerdictReason.UntrustedRoot or VerdictReason.MissingIntermediate)
            ? Text
            : "";
}
