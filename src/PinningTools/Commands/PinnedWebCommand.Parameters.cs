using System.Management.Automation;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <content>The parameters that pins add.</content>
public abstract partial class PinnedWebCommand
{
    /// <summary>
    /// The pins, any of which is enough: strings, pin objects or certificates. Include a backup pin. The pins apply to
    /// the host and port of -Uri, not to hosts that it redirects to. With -PinSet or -PinStore, other hosts are looked
    /// up there, and its vetoes also apply to the host of -Uri.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(PinCompleter))]
    [PinTransform]
    public PinArgument[] Pin { get; set; } = [];

    /// <summary>
    /// The pin sets in which to look up each host. With -Pin they apply to all other hosts, and their vetoes to all.
    /// </summary>
    [Parameter]
    [PinSetTransform]
    public PinSetArgument[] PinSet { get; set; } = [];

    /// <summary>
    /// The pin store in which to look up each host. Not used if -PinSet is given. With -Pin it applies to all other
    /// hosts, and its vetoes to all. The default, without -Pin and -PinSet, is the file that $env:PINNINGTOOLS_STORE
    /// names, or else the user's own.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PinStore { get; set; }

    /// <summary>
    /// Trusts only the leaf's key and does not check the chain, the name or the dates. Use it for appliances with a
    /// self-signed certificate.
    /// </summary>
    [Parameter]
    public SwitchParameter PinOnly { get; set; }

    /// <summary>
    /// Root certificates that replace the platform's trusted roots: paths of files, PEM text or certificates.
    /// Intermediates among them only help to build a chain; a chain cannot end in them.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [PemLines]
    public object[] TrustAnchor { get; set; } = [];

    /// <summary>
    /// If a pin does not match, writes a warning and continues. Chain and name errors are still errors.
    /// </summary>
    [Parameter]
    public SwitchParameter ReportOnly { get; set; }

    /// <summary>
    /// Checks over the network whether the certificates of the chain were revoked. By default revocation is not
    /// checked.
    /// </summary>
    [Parameter]
    public SwitchParameter CheckRevocation { get; set; }

    /// <summary>
    /// Follows a redirect to a host that no pin covers. That host gets ordinary validation, and receives no
    /// credentials, no cookies, no body and none of the caller's own header fields.
    /// </summary>
    [Parameter]
    public SwitchParameter AllowUnpinnedRedirect { get; set; }
}
