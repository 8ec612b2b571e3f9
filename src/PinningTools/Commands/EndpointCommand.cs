using System;
using System.Management.Automation;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>The parameters of a command that connects to hosts.</summary>
public abstract class EndpointCommand : PumpedCmdlet
{
    /// <summary>The parameter set of hosts by name.</summary>
    protected const string HostSet = "Host";

    /// <summary>The parameter set of hosts by URI.</summary>
    protected const string UriSet = "Uri";

    private protected EndpointCommand()
    {
    }

    /// <summary>The hosts: a name, an IP address, host:port, [IPv6]:port or a URI of a TLS scheme.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = HostSet)]
    [Alias("ComputerName", "Host", "DNSHostName")]
    [ValidateNotNullOrEmpty]
    public string[] HostName { get; set; } = [];

    /// <summary>The hosts as URIs; the scheme gives the port where none is written.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = UriSet)]
    [ValidateNotNullOrEmpty]
    public string[] Uri { get; set; } = [];

    /// <summary>The port, 443 unless the host or the URI says another.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = HostSet)]
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = UriSet)]
    [EmptyAsNull]
    public int? Port { get; set; }

    /// <summary>Root certificates that replace the platform's trusted roots: paths of files, PEM text or certificates.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
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

    private protected ConnectionOptions ConnectionOptions => new() { Timeout = TimeSpan.FromSeconds(TimeoutSec) };

    /// <summary>Starts one piece of work a host, no more than the throttle allows at once; a bad host is an error of its own.</summary>
    private protected void ForEachTarget(Action<TlsTarget> start)
    {
        foreach (string text in ParameterSetName == UriSet ? Uri : HostName)
        {
            if (Pump.Stopping) return;
            TlsTarget target;
            try
            {
                target = TlsTarget.Parse(text, Port);
            }
            catch (PinningException error)
            {
                WriteError(FaultRecord.From(error));
                continue;
            }

            Pump.Drain(ThrottleLimit - 1);
            start(target);
        }
    }
}
