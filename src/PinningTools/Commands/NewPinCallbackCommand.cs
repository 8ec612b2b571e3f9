using System;
using System.Management.Automation;
using System.Net.Http;
using System.Net.Security;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>
/// Makes a certificate callback for a .NET client that makes its own TLS connections: compiled code, bound to one host.
/// </summary>
[Cmdlet(VerbsCommon.New, "PinCallback")]
[OutputType(typeof(PinCallback))]
[OutputType(typeof(PinnedHttpClientHandler))]
#if NET
[OutputType(typeof(PinnedSslOptions))]
#endif
[OutputType(typeof(Delegate))]
public sealed class NewPinCallbackCommand : PumpedCmdlet, IPolicyParameters
{
    /// <summary>
    /// The host to which the callback is bound: the name that the client connects to, as a host name, an IP address,
    /// host:port or a URI. This name is checked in the server's certificate, and its policy applies.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ComputerName", "Host", "DNSHostName")]
    [HostTransform]
    [ArgumentCompleter(typeof(HostCompleter))]
    [ValidateNotNullOrEmpty]
    public string HostName { get; set; } = "";

    /// <summary>
    /// The port for which the policy is looked up. The default is the port of the host or URI, else 443. With -As
    /// HttpClientHandler, requests to other ports are refused.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EmptyAsNull(typeof(int))]
    public int? Port { get; set; }

    /// <summary>The pins, any of which is enough: strings, pin objects or certificates. Include a backup pin.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(PinCompleter))]
    [PinTransform]
    public PinArgument[] Pin { get; set; } = [];

    /// <summary>The pin sets in which to look up the host. If pins are given, only the vetoes of the sets apply.</summary>
    [Parameter]
    [PinSetTransform]
    public PinSetArgument[] PinSet { get; set; } = [];

    /// <summary>
    /// The pin store in which to look up the host. Not used if -PinSet is given. If pins are given, only the vetoes of the
    /// store apply. The default, without pins and -PinSet, is the file that $env:PINNINGTOOLS_STORE names, or else the user's
    /// own. The store is read once: make a new callback after it has changed.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PinStore { get; set; }

    /// <summary>
    /// The form that the client takes: Callback (the default) for the callback of SslStream, HttpClientHandler for a handler of
    /// HttpClient, SslOptions for TLS options, Ldap for the callback of LdapConnection.
    /// </summary>
    [Parameter]
    public PinCallbackForm As { get; set; }

    /// <summary>
    /// Trusts only the leaf's key and does not check the chain, the name or the dates. Use it for appliances with a
    /// self-signed certificate, and for -As Ldap, which gets no chain.
    /// </summary>
    [Parameter]
    public SwitchParameter PinOnly { get; set; }

    /// <summary>
    /// Root certificates that replace the platform's trusted roots: paths of files, PEM text or certificates. Intermediates
    /// among them only help to build a chain; a chain cannot end in them.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [PemLines]
    public object[] TrustAnchor { get; set; } = [];

    /// <summary>
    /// Lets a connection through if only the pins fail, regardless of the pin set. Its verdict does not change and can be read
    /// from the property Verdicts of the callback.
    /// </summary>
    [Parameter]
    public SwitchParameter ReportOnly { get; set; }

    /// <summary>
    /// Checks over the network whether the certificates of the chain were revoked. By default revocation is not checked, and
    /// the callback uses no network.
    /// </summary>
    [Parameter]
    public SwitchParameter CheckRevocation { get; set; }

    /// <summary>
    /// The time that one check may take, in seconds; only with -CheckRevocation it can take long. It also applies to the
    /// source of the pin store. The default is 15.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 15;

    /// <inheritdoc/>
    protected override void ProcessRecord() => OrReport(() =>
    {
        TlsTarget target = TlsTarget.Parse(HostName, Port);
        var timeout = TimeSpan.FromSeconds(TimeoutSec);
        var callback = new PinCallback(PolicyReader.ReadFor(this, Pump, this, target, timeout), target, timeout);
        WriteObject(CallbackForms.Create(callback, As));
    });
}
