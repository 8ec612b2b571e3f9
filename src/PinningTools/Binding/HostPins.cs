using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>How the pins of hosts are read: by one handshake with each, or by one for each TLS version.</summary>
/// <param name="cmdlet">The command.</param>
/// <param name="pump">The pump of the command.</param>
/// <param name="trust">How chains are validated.</param>
/// <param name="options">How to connect.</param>
internal sealed class HostPins(PSCmdlet cmdlet, CmdletPump pump, TrustSettings trust, ConnectionOptions options)
{
    /// <summary>The parameters of one handshake.</summary>
    private static readonly string[] s_ofHandshake = ["KeyAlgorithm", "SslProtocol", "ClientCertificate", "Role", "NoInspection"];

    /// <summary>Whether to connect to every address of a host.</summary>
    internal bool AllAddresses { get; init; }

    /// <summary>Whether an inspection follows a handshake that the platform cannot make.</summary>
    internal bool Inspects { get; init; }

    /// <returns>Reads a host, and says whether it responded.</returns>
    internal Func<TlsTarget, CancellationToken, Task<bool>> OfOneHandshake(PinRecordWriter writer) =>
        new PinReader(trust, options)
        {
            AllAddresses = AllAddresses, Inspects = Inspects, Take = writer.Post, Report = Report, Warn = pump.Warning,
        }.ReadAsync;

    /// <exception cref="PinningException">A parameter is about one handshake.</exception>
    internal Func<TlsTarget, CancellationToken, Task<bool>> OfEachProtocol()
    {
        if (cmdlet.FirstGiven(s_ofHandshake) is { } other) throw new PinningException(Faults.AllProtocolsConflict(other));
        return new ProtocolReader(trust, options)
        {
            AllAddresses = AllAddresses, Report = Report,
            Take = all => pump.Post(() => cmdlet.WriteObject(all, enumerateCollection: true)),
        }.ReadAsync;
    }

    private void Report(PinningException failure) => pump.Error(FaultRecord.From(failure));
}
