using System;
using System.Collections.Generic;
using System.Management.Automation;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>
/// Sends what this session calls Invoke-WebRequest and Invoke-RestMethod through pins, unchanged scripts and modules
/// included.
/// </summary>
[Cmdlet(VerbsLifecycle.Enable, "WebPinning", DefaultParameterSetName = StoreParameters, SupportsShouldProcess = true)]
[OutputType(typeof(WebPinningState))]
public sealed class EnableWebPinningCommand : PumpedCmdlet, IWebPinningParameters
{
    private const string StoreParameters = "Store";
    private const string SetParameters = "PinSet";
    private const string PinParameters = "Pin";

    /// <summary>
    /// The pin store in which to look up each host. It is read again after it has changed; while it cannot be read, every
    /// request is refused. The default is the file that $env:PINNINGTOOLS_STORE names now, or else the user's own.
    /// </summary>
    [Parameter(Position = 0, ParameterSetName = StoreParameters)]
    [ValidateNotNullOrEmpty]
    public string? PinStore { get; set; }

    /// <summary>The pin sets in which to look up each host.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SetParameters)]
    [PinSetTransform]
    public PinSetArgument[] PinSet { get; set; } = [];

    /// <summary>
    /// The pins, any of which is enough: strings, pin objects or certificates. They apply to every host that the session
    /// asks, also after a redirect. Use them in a script that talks to one host or to the hosts of one private authority.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = PinParameters)]
    [ArgumentCompleter(typeof(PinCompleter))]
    [PinTransform]
    public PinArgument[] Pin { get; set; } = [];

    /// <summary>
    /// Trusts only the leaf's key and does not check the chain, the name or the dates. Use it for appliances with a
    /// self-signed certificate.
    /// </summary>
    [Parameter(ParameterSetName = PinParameters)]
    public SwitchParameter PinOnly { get; set; }

    /// <summary>
    /// Root certificates that replace the platform's trusted roots: paths of files, PEM text or certificates.
    /// Intermediates among them only help to build a chain; a chain cannot end in them.
    /// </summary>
    [Parameter(ParameterSetName = PinParameters)]
    [ValidateNotNullOrEmpty]
    [PemLines]
    public object[] TrustAnchor { get; set; } = [];

    /// <summary>
    /// What to do with a host that no pin covers, and with addresses without TLS: Refuse sends nothing, Warn continues with
    /// ordinary validation and a warning, Allow continues with ordinary validation. The default is Refuse.
    /// </summary>
    [Parameter]
    public UnpinnedHostAction UnpinnedHost { get; set; }

    /// <summary>
    /// Changes nothing about the requests, writes a warning where a pin does not match, and records for Get-WebPinning what
    /// the policy would have said. A store that does not exist is then an empty one.
    /// </summary>
    [Parameter]
    public SwitchParameter ReportOnly { get; set; }

    /// <summary>Writes the state of the session, as Get-WebPinning does.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        SerializedTypes.Register(this);
        WebPinningPolicy policy = OrTerminate(() => WebPinningReader.Read(this, Pump, this));
        if (!ShouldProcess($"web requests of this session ({policy.Description})", "Enable-WebPinning")) return;
        WebPinningSession session = WebPinningSession.Current();
        session.Enable(StockCommand.EngineOf(this).InvokeCommand, policy, new Dictionary<Type, CmdletInfo>
        {
            [WebPinningSession.StockType("InvokeWebRequestCommand")] =
                new("Invoke-WebRequest", typeof(SessionWebRequestCommand)),
            [WebPinningSession.StockType("InvokeRestMethodCommand")] =
                new("Invoke-RestMethod", typeof(SessionRestMethodCommand)),
        });
        if (PassThru) WriteObject(session.State());
    }
}
