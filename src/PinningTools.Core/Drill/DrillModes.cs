using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>Which modes of a drill can be run, and why the others cannot.</summary>
internal static class DrillModes
{
    internal const string NotFollowed =
        "the client did not follow the redirect, so that it cannot be led to an impostor by one";

    private static readonly DrillMode[] s_all =
    [
        DrillMode.BogusChain, DrillMode.PinnedCertificateAppended, DrillMode.SelfSigned, DrillMode.WrongHost,
        DrillMode.RedirectToInterceptor, DrillMode.StartTlsStripped,
    ];

    /// <summary>The modes in the order in which they are run, each with the reason why it is not.</summary>
    internal static IEnumerable<(DrillMode Mode, string? WhyNot)> Of(DrillPlan plan, IDrillClient client) => s_all
        .Where(mode => plan.Modes.Count == 0 || plan.Modes.Contains(mode))
        .Select(mode => (mode, WhyNot(mode, plan, client)));

    private static string? WhyNot(DrillMode mode, DrillPlan plan, IDrillClient client) => mode switch
    {
        DrillMode.PinnedCertificateAppended when plan.Pinned.Count == 0 =>
            "the real certificate of the host is not known: give it as -Certificate",
        DrillMode.RedirectToInterceptor when plan.Target.StartTls != StartTlsProtocol.None =>
            "there are no redirects before STARTTLS",
        DrillMode.RedirectToInterceptor => client.WhyNotRedirected,
        DrillMode.StartTlsStripped when plan.Target.StartTls == StartTlsProtocol.None =>
            "TLS begins with the first byte: give -StartTls for a protocol that is upgraded",
        _ => null,
    };
}
