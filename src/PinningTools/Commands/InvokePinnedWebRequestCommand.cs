using System;
using System.Collections;
using System.Management.Automation;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>Makes a web request that an impostor never sees: the server's key is judged before a byte of the request leaves.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "PinnedWebRequest")]
[OutputType(typeof(PinnedWebResponse))]
public sealed class InvokePinnedWebRequestCommand : PumpedCmdlet
{
    private TrustSettings _trust = TrustSettings.System;

    /// <summary>The address; https, which is meant where no scheme is written.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Uri { get; set; } = "";

    /// <summary>The pins, any of which is enough: text, pin objects, certificates. A backup pin belongs among them.</summary>
    [Parameter(Mandatory = true)]
    [PinTransform]
    public PinArgument[] Pin { get; set; } = [];

    /// <summary>Root certificates that replace the platform's trusted roots: paths of files, PEM text or certificates.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public object[] TrustAnchor { get; set; } = [];

    /// <summary>Trusts the leaf's key alone, without chain and name: for appliances with a certificate of their own.</summary>
    [Parameter]
    public SwitchParameter PinOnly { get; set; }

    /// <summary>The method, such as GET or POST.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Method { get; set; } = "GET";

    /// <summary>The header fields of the request.</summary>
    [Parameter]
    public IDictionary? Headers { get; set; }

    /// <summary>The body: text, bytes, or a dictionary that is sent as a form.</summary>
    [Parameter(ValueFromPipeline = true)]
    public object? Body { get; set; }

    /// <summary>The media type of the body.</summary>
    [Parameter]
    public string? ContentType { get; set; }

    /// <summary>The seconds the whole exchange may take.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue / 1000)]
    public int TimeoutSec { get; set; } = 100;

    /// <inheritdoc/>
    protected override void BeginProcessing() => _trust = OrTerminate(() => TrustAnchors.Read(this, TrustAnchor, PinOnly));

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var request = OrTerminate(() => PinnedWebRequest.Make(Uri, Method, Headers, Body, ContentType));
        var policy = OrTerminate(() => new PinPolicy { Pins = PinArguments.Read(Pin, request.Target), Trust = _trust });
        Pump.Start(async stop =>
        {
            PinnedWebResponse response = await request.SendAsync(policy, TimeSpan.FromSeconds(TimeoutSec), stop).ConfigureAwait(false);
            Pump.Write(response);
        });
        Pump.Drain(0);
    }
}
