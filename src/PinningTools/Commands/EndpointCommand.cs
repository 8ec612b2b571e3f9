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

    /// <summary>The hosts: a name, an IP address, host:port, [IPv6]:port or a URI of a TLS scheme.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        ParameterSetName = HostSet)]
    [Alias("ComputerName", "Host", "DNSHostName")]
    [HostTransform]
    [ArgumentCompleter(typeof(HostCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] HostName { get; set; } = [];

    /// <summary>The hosts as URIs; the scheme gives the port where none is written.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = UriSet)]
    [ValidateNotNullOrEmpty]
    public string[] Uri { get; set; } = [];

    /// <summary>The port, 443 unless the host or the URI says another.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = HostSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = UriSet)]
    [EmptyAsNull(typeof(int))]
    public virtual int? Port { get; set; }

    /// <summary>
    /// Root certificates that replace the platform's trusted roots: paths of files, PEM text or certificates.
    /// Intermediates among them help to build a chain, and none ends in them.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [PemLines]
    public object[] TrustAnchor { get; set; } = [];

    /// <summary>The seconds one host may take from the name look-up to the end of the handshake.</summary>
    [Parameter(ParameterSetName = HostSet)]
    [Parameter(ParameterSetName = UriSet)]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 15;

    /// <summary>How many hosts are connected to at once.</summary>
    [Parameter(ParameterSetName = HostSet)]
    [Parameter(ParameterSetName = UriSet)]
    [ValidateRange(1, 10000)]
    public int ThrottleLimit { get; set; } = 32;

    /// <summary>
    /// What is spoken before TLS begins. Unless it is given, the scheme of a URI says it, else the pin set, else the
    /// port: 25 and 587 are Smtp, 389 is Ldap and so on. Auto goes by the scheme or the port alone; None is TLS from
    /// the first byte, on any port.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = HostSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = UriSet)]
    [EmptyAsNull(typeof(StartTlsProtocol))]
    public StartTlsProtocol? StartTls { get; set; }

    /// <summary>
    /// What to call this machine to a mail server (in EHLO, or LHLO of LMTP): a full host name or an IP address. Unless
    /// it is given, the machine's own full name, or its address on the connection where it has none.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = HostSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = UriSet)]
    [EmptyAsNull(typeof(string))]
    public string? EhloName { get; set; }

    /// <summary>The name to ask the server for (SNI) and to find in its certificate, in place of the host.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = HostSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = UriSet)]
    [EmptyAsNull(typeof(string))]
    public virtual string? ServerName { get; set; }

    /// <summary>The IP address to connect to, in place of what the host resolves to.</summary>
    [Parameter(ParameterSetName = HostSet)]
    [Parameter(ParameterSetName = UriSet)]
    [ValidateNotNullOrEmpty]
    public string? Address { get; set; }

    /// <summary>Connects to every address that the host resolves to: one result, or set of results, for each.</summary>
    [Parameter(ParameterSetName = HostSet)]
    [Parameter(ParameterSetName = UriSet)]
    public SwitchParameter AllAddresses { get; set; }

    /// <summary>
    /// The proxy to go through: http://host:port or socks5://host:port. Without it the connection is direct, whatever
    /// the system's settings are.
    /// </summary>
    [Parameter(ParameterSetName = HostSet)]
    [Parameter(ParameterSetName = UriSet)]
    [ValidateNotNullOrEmpty]
    public string? Proxy { get; set; }

    /// <summary>The name and password for the proxy.</summary>
    [Parameter(ParameterSetName = HostSet)]
    [Parameter(ParameterSetName = UriSet)]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>Logs on to the proxy as the current user (Negotiate; PowerShell 7.4 and later).</summary>
    [Parameter(ParameterSetName = HostSet)]
    [Parameter(ParameterSetName = UriSet)]
    public SwitchParameter ProxyUseDefaultCredentials { get; set; }

    /// <summary>The TLS versions to allow; the system's choice unless given.</summary>
    [Parameter(ParameterSetName = HostSet)]
    [Parameter(ParameterSetName = UriSet)]
    public TlsVersions SslProtocol { get; set; }

    /// <summary>
    /// The certificate to show a server that asks for one; it is sent only after the server's own key was judged and
    /// found good.
    /// </summary>
    [Parameter(ParameterSetName = HostSet)]
    [Parameter(ParameterSetName = UriSet)]
    [CertificateFileTransform]
    [ValidateNotNull]
    public X509Certificate2? ClientCertificate { get; set; }

    /// <summary>Asks the authorities which certificates of the chain were revoked; that goes to the network.</summary>
    [Parameter]
    public SwitchParameter CheckRevocation { get; set; }

    private protected ConnectionOptions ConnectionOptions => _connectionOptions ??= OrTerminate(ReadOptions);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (Address is not null && AllAddresses) Terminate(Faults.AddressConflict());
        _ = ConnectionOptions;
    }

    /// <summary>A progress of all hosts there will be.</summary>
    private protected SweepProgress StartSweep(string activity, string failing)
    {
        SerializedTypes.Register(this);
        var progress = new SweepProgress(this, Pump, activity, failing);
        if (!MyInvocation.ExpectingInput) progress.Expect(HostName.Length + Uri.Length);
        return progress;
    }

    /// <summary>
    /// Starts one piece of work a host, no more than the throttle allows at once; a bad host is an error of its own.
    /// </summary>
    private protected void ForEachTarget(Action<TlsTarget> start)
    {
        foreach (string text in ParameterSetName == UriSet ? Uri : HostName)
        {
            if (Pump.Stopping) return;
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
        Identity = ClientCertificate is null ? null : ClientIdentity.From(ClientCertificate),
    };

    private NetworkCredential? ProxyLogon =>
        ProxyCredential == PSCredential.Empty ? null : Logon.Of(ProxyCredential);
}
