using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Net;
using System.Net.Http;
using System.Security.Cryptography.X509Certificates;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>
/// Makes an HttpClient that checks each connection before the first byte of a request is sent, and refuses an impostor.
/// </summary>
[Cmdlet(VerbsCommon.New, "PinnedHttpClient")]
[OutputType(typeof(HttpClient))]
public sealed class NewPinnedHttpClientCommand : PumpedCmdlet, IPolicyParameters
{
    private readonly List<PinSetArgument> _sets = [];

    /// <summary>
    /// The pins for every host that the client asks, any of which is enough: strings, pin objects or certificates. Include a
    /// backup pin. To give each host its own pins, use -PinSet or -PinStore.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(PinCompleter))]
    [PinTransform]
    public PinArgument[] Pin { get; set; } = [];

    /// <summary>The pin sets in which to look up each host. If pins are given, only the vetoes of the sets apply.</summary>
    [Parameter(ValueFromPipeline = true)]
    [PinSetTransform]
    public PinSetArgument[] PinSet { get; set; } = [];

    /// <summary>
    /// The pin store in which to look up each host. Not used if -PinSet is given. If pins are given, only the vetoes of the
    /// store apply. The default, without pins and -PinSet, is the file that $env:PINNINGTOOLS_STORE names, or else the user's
    /// own. The store is read once: make a new client after it has changed.
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
    /// Root certificates that replace the platform's trusted roots: paths of files, PEM text or certificates. Intermediates
    /// among them only help to build a chain; a chain cannot end in them.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [PemLines]
    public object[] TrustAnchor { get; set; } = [];

    /// <summary>
    /// Sends the request if only the pins fail, regardless of the pin set. The verdict does not change and can be read from the
    /// response.
    /// </summary>
    [Parameter]
    public SwitchParameter ReportOnly { get; set; }

    /// <summary>
    /// Checks over the network whether the certificates of the chain were revoked. By default revocation is not checked.
    /// </summary>
    [Parameter]
    public SwitchParameter CheckRevocation { get; set; }

    /// <summary>
    /// The time that one connection may take from the name lookup to the verdict, in seconds. The default is 15. How long a
    /// whole request may take is the property Timeout of the client.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 15;

    /// <summary>
    /// The proxy to connect through: http://host:port or socks5://host:port. Without this parameter connections are direct,
    /// regardless of the system's settings.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Proxy { get; set; }

    /// <summary>The user name and password for the proxy. Use this parameter with -Proxy.</summary>
    [Parameter]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>
    /// The client certificate for a server that requests one. It is sent only after the server has a good verdict, and only to
    /// the server of the request, not to one that it redirects to.
    /// </summary>
    [Parameter]
    [CertificateFileTransform]
    [ValidateNotNull]
    public X509Certificate2? ClientCertificate { get; set; }

    /// <summary>
    /// The user name and password for a server that asks for them (Basic, Digest, NTLM, Negotiate). A server that a redirection
    /// leads to does not get them.
    /// </summary>
    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>
    /// How many redirections are followed, each by the policy of its own host. The default is 50. With 0 the response that
    /// redirects is the result.
    /// </summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int MaximumRedirection { get; set; } = 50;

    /// <inheritdoc/>
    protected override void ProcessRecord() => _sets.AddRange(PinSet);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        PinSet = [.. _sets];
        WriteObject(OrTerminate(() =>
        {
            var timeout = TimeSpan.FromSeconds(TimeoutSec);
            ProxySettings? proxy = ProxySettings.Read(Proxy, LogonOf(ProxyCredential), useDefaultCredentials: false);
            return new HandlerSettings(PolicyReader.ReadFor(this, Pump, this, null, timeout))
            {
                ClientCertificate = ClientCertificate is null ? null : Internal.ClientCertificate.From(ClientCertificate),
                ProxyFor = _ => proxy,
                Timeout = timeout,
            }.CreateClient(MaximumRedirection, LogonOf(Credential));
        }));
    }

    private static NetworkCredential? LogonOf(PSCredential? given) =>
        given is null || given == PSCredential.Empty ? null : Logon.Of(given);
}
