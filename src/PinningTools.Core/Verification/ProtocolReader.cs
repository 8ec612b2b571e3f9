using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Tries each TLS version of servers by an inspection that offers only that version, one after the other at the same
/// address. Each try has the whole deadline: a server that ignores one version takes no time from the others.
/// </summary>
/// <param name="trust">How chains are validated.</param>
/// <param name="options">How to connect.</param>
internal sealed class ProtocolReader(TrustSettings trust, ConnectionOptions options)
{
    private const string MayBeSuites =
        " It refuses the version, or only the cipher suites that were offered: those of DES and export are not.";

    /// <summary>In the order of their age. SSL 3.0 is offered nowhere else.</summary>
    private static readonly int[] s_versions =
    [
        InspectionOffer.Ssl3, InspectionOffer.Tls10, InspectionOffer.Tls11, InspectionOffer.Tls12, InspectionOffer.Tls13,
    ];

    /// <summary>Whether to connect to every address of a host.</summary>
    internal bool AllAddresses { get; init; }

    /// <summary>Takes the versions of one server.</summary>
    internal required Action<IReadOnlyList<ServerProtocol>> Take { get; init; }

    /// <summary>Takes what kept a server from being reached.</summary>
    internal required Action<PinningException> Report { get; init; }

    /// <returns>Whether the host could be reached at all.</returns>
    /// <exception cref="PinningException">The name has no address.</exception>
    internal Task<bool> ReadAsync(TlsTarget target, CancellationToken cancel) =>
        AddressSweep.AnyAsync(target, options, AllAddresses, one => ReadOneAsync(one, cancel), cancel);

    private async Task<bool> ReadOneAsync(TlsTarget target, CancellationToken cancel)
    {
        var protocols = new List<ServerProtocol>();
        foreach (int version in s_versions)
        {
            try
            {
                ServerProtocol protocol = await TryAsync(target, version, cancel).ConfigureAwait(false);
                if (protocol.Address is { } address) target = target.At(IPAddress.Parse(address));
                protocols.Add(protocol);
            }
            catch (ConnectionFailure failure) when (protocols.Count == 0)
            {
                // Nothing that depends on the version: it would be the same for the others.
                Report(new PinningException(failure.Fault, failure));
                return false;
            }
            catch (ConnectionFailure failure)
            {
                protocols.Add(From(failure, target, version));
            }
        }

        Take(protocols);
        return true;
    }

    /// <exception cref="ConnectionFailure">There was no handshake.</exception>
    private async Task<ServerProtocol> TryAsync(TlsTarget target, int version, CancellationToken cancel)
    {
        var offer = new InspectionOffer(target.JudgedName) { MinVersion = version, MaxVersion = version };
        try
        {
            InspectedConnection read =
                await InspectionConnector.ReadAsync(target, options, offer, cancel).ConfigureAwait(false);
            ConnectionFacts facts = read.FactsAfter(null);
            var check = new PinCheck(target, PinPolicy.NotPinned(trust), options);
            Evaluation evaluation =
                await PinChecker.EvaluateAsync(read.Server.Presented, check, facts, cancel).ConfigureAwait(false);
            var pins = PresentedPins.From(evaluation, target, facts);
            return new ServerProtocol(target, TlsNames.Version(version))
            {
                Status = ProtocolStatus.Accepted,
                Address = facts.Address,
                CipherSuite = facts.CipherSuite,
                Proof = facts.Proof,
                ProofStrength = facts.Strength,
                Chain = [.. pins.Records],
                Message = pins.Doubt,
            };
        }
        catch (ConnectionFailure failure)
            when ((failure.Verdict == Verdict.HandshakeFailed && failure.Reason != VerdictReason.NotTls)
                || failure.Reason == VerdictReason.DuringHandshake)
        {
            return From(failure, target, version);
        }
    }

    private static ServerProtocol From(ConnectionFailure failure, TlsTarget target, int version) =>
        new(target, TlsNames.Version(version))
        {
            Status = failure.IsVersionRefused ? ProtocolStatus.Refused : ProtocolStatus.Unknown,
            Address = failure.Address,
            Reason = failure.Reason,
            Message = failure.Fault.Message + (InspectionConnector.IsOfSuites(failure) ? MayBeSuites : ""),
        };
}
