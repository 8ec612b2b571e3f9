using System;
using System.Management.Automation;
using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using PinningTools.Internal;
using static PinningTools.Commands.ParameterSets;

namespace PinningTools.Commands;

/// <summary>The parameters of a command that connects to hosts.</summary>
public abstract class EndpointCommand : PumpedCmdlet
{
    private ConnectionOptions? _connectionOptions;

    private protected EndpointCommand()
    {
    }

    /// <summary>
    /// The hosts to connect to: a host name, an IP address, host:port, [IPv6]:port or a URI with a TLS scheme.
    /// </summary>
    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        ParameterSetName = HostSet)]
    [Alias("ComputerName", "Host", "DNSHostName")]
    [HostTransform]
    [ArgumentCompleter(typeof(HostCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] HostName { get; set; } = [];

    /// <summary>The hosts to connect to, as URIs. If a URI has no port, its scheme determines the port.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = UriSet)]
    [ValidateNotNullOrEmpty]
    public string[] Uri { get; set; } = [];

    /// <summary>
    /// The port to connect to. The default is the port of the host or URI, else the usual port of -StartTls, else 443.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = HostSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = UriSet)]
    [EmptyAsNull(typeof(int))]
    public virtual int? Port { get; set; }

    /// <summary>
    /// Root certificates that replace the platform's trusted roots: paths of files, PEM text or certificates.
    /// Intermediates among them only help to build a chain; a chain cannot end in them.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [PemLines]
    public object[] TrustAnchor { get; set; } = [];

    /// <summary>
    /// The time that one host may take from the name lookup to the end of the handshake, in seconds. The default is 15.
    /// </summary>
    [Parameter(ParameterSetName = HostSet)]
    [Parameter(ParameterSetName = UriSet)]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 15;

    /// <summary>The number of hosts to which the command connects at the same time. The default is 32.</summary>
    [Parameter(ParameterSetName = HostSet)]
    [Parameter(ParameterSetName = UriSet)]
    [ValidateRange(1, 10000)]
    public int ThrottleLimit { get; set; } = 32;

    /// <summary>
    /// The protocol that upgrades the connection to TLS. By default the scheme of a URI determines the protocol, else
    /// the pin set, else the port: 25 and 587 are Smtp, 389 is Ldap and so on. With Auto only the scheme or the port
    /// determine it; None means TLS from the first byte, on any port.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = HostSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = UriSet)]
    [EmptyAsNull(typeof(StartTlsProtocol))]
    public StartTlsProtocol? StartTls { get; set; }

    /// <summary>
    /// The name of this machine for mail servers (in EHLO, or in LHLO of LMTP): a full host name or an IP address. The
    /// default is the machine's full name, or its address on the connection if it has none.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = HostSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = UriSet)]
    [EmptyAsNull(typeof(string))]
    public string? EhloName { get; set; }

    /// <summary>
    /// The name that is sent to the server (SNI) and checked in its certificate. The default is the host.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = HostSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = UriSet)]
    [EmptyAsNull(typeof(string))]
    public virtual string? ServerName { get; set; }

    /// <summary>The IP address to connect to, instead of the addresses that the host name resolves to.</summary>
    [Parameter(ParameterSetName = HostSet)]
    [Parameter(ParameterSetName = UriSet)]
    [ValidateNotNullOrEmpty]
    public string? Address { get; set; }

    /// <summary>
    /// Connects to every address that the host name resolves to, and writes one result, or one set of results, for each
    /// address.
    /// </summary>
    [Parameter(ParameterSetName = HostSet)]
    [Parameter(ParameterSetName = UriSet)]
    public SwitchParameter AllAddresses { get; set; }

    /// <summary>
    /// The proxy to connect through: http://host:port or socks5://host:port. Without this parameter the connection is
    /// direct, regardless of the system's settings.
    /// </summary>
    [Parameter(ParameterSetName = HostSet)]
    [Parameter(ParameterSetName = UriSet)]
    [ValidateNotNullOrEmpty]
    public string? Proxy { get; set; }

    /// <summary>The user name and password for the proxy. Use this parameter with -Proxy.</summary>
    [Parameter(ParameterSetName = HostSet)]
    [Parameter(ParameterSetName = UriSet)]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>
    /// Authenticates to the proxy as the current user (Negotiate). Use this parameter with -Proxy and an http:// proxy;
    /// it requires PowerShell 7.4 or later.
    /// </summary>
    [Parameter(ParameterSetName = HostSet)]
    [Parameter(ParameterSetName = UriSet)]
    public SwitchParameter ProxyUseDefaultCredentials { get; set; }

    /// <summary>The TLS versions to allow. By default the system chooses them.</summary>
    [Parameter(ParameterSetName = HostSet)]
    [Parameter(ParameterSetName = UriSet)]
    public TlsVersions SslProtocol { get; set; }

    /// <summary>
    /// The client certificate for a server that requests one. It is sent only after the server has a good verdict.
    /// </summary>
    [Parameter(ParameterSetName = HostSet)]
    [Parameter(ParameterSetName = UriSet)]
    [CertificateFileTransform]
    [ValidateNotNull]
    public X509Certificate2? ClientCertificate { get; set; }

    /// <summary>
    /// Checks over the network whether the certificates of the chain were revoked. By default revocation is not
    /// checked.
    /// </summary>
    [Parameter]
    public SwitchParameter CheckRevocation { get; set; }

    /// <summary>
    /// Does not read a server that this machine's TLS cannot connect to. By default an inspection follows such a failure:
    /// a second handshake that only reads which certificates the server shows, and never sends a request or a client
    /// certificate.
    /// </summary>
    [Parameter(ParameterSetName = HostSet)]
    [Parameter(ParameterSetName = UriSet)]
    public SwitchParameter NoInspection { get; set; }

    private protected ConnectionOptions ConnectionOptions => _connectionOptions ??= OrTerminate(ReadOptions);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (Address is not null && AllAddresses) Terminate(Faults.AddressConflict());
        _ = ConnectionOptions;
    }

    /// <summary>The progress of the command over all hosts.</summary>
    private protected SweepProgress StartSweep(string activity, string failing)
    {
        SerializedTypes.Register(this);
        var progress = new SweepProgress(this, Pump, activity, failing);
        if (!MyInvocation.ExpectingInput) progress.Expect(HostName.Length + Uri.Length);
        return progress;
    }

    /// <summary>
    /// Starts one work item per host, limited by the throttle; an invalid host is reported as a separate error.
    /// </summary>
    private protected void ForEachTarget(Action<TlsTarget> start)
    {
        foreach (string text in ParameterSetName == UriSet ? Uri : HostName)
        {
            if (Pump.IsStopping) return;
            OrReport(() =>
            {
                TlsTarget target = TlsTarget.Parse(text, Port, StartTls, ServerName, Address, EhloName);
                Pump.Drain(ThrottleLimit - 1);
                start(target);
            });
        }
    }

    private ConnectionOptions ReadOptions() => new()
    {
        Timeout = TimeSpan.FromSeconds(TimeoutSec),
        Protocols = (SslProtocols)SslProtocol,
        Proxy = ProxySettings.Read(Proxy, ProxyLogon, ProxyUseDefaultCredentials),
        ClientCertificate = ClientCertificate is null ? null : Internal.ClientCertificate.From(ClientCertificate),
    };

    private NetworkCredential? ProxyLogon =>
        ProxyCredential == PSCredential.Empty ? null : Logon.Of(ProxyCredential);
}
