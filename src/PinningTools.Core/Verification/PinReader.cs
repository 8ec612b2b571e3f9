using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Reads the pins that hosts show. Each address is independent: a failure of one is an error next to the pins of the
/// others.
/// </summary>
/// <param name="trust">How chains are validated.</param>
/// <param name="options">How to connect; asking for all kinds of key connects for each.</param>
internal sealed class PinReader(TrustSettings trust, ConnectionOptions options)
{
    /// <summary>Whether to connect to every address of a host.</summary>
    internal bool AllAddresses { get; init; }

    /// <summary>Whether an inspection follows a handshake that the platform cannot make.</summary>
    internal bool Inspects { get; init; } = true;

    /// <summary>Takes the pins of one connection.</summary>
    internal required Action<PresentedPins> Take { get; init; }

    /// <summary>Takes what kept one connection from coming about.</summary>
    internal required Action<PinningException> Report { get; init; }

    /// <summary>Takes what is not known of a host that has certificates for several kinds of key.</summary>
    internal Action<string> Warn { get; init; } = _ => { };

    /// <returns>Whether the host responded at all.</returns>
    /// <exception cref="PinningException">The name has no address.</exception>
    internal Task<bool> ReadAsync(TlsTarget target, CancellationToken cancel) =>
        AddressSweep.AnyAsync(target, options, AllAddresses, one => ReadOneAsync(one, cancel), cancel);

    private async Task<bool> ReadOneAsync(TlsTarget target, CancellationToken cancel)
    {
        var check = new PinCheck(target, PinPolicy.NotPinned(trust), options) { Inspects = Inspects };
        try
        {
            if (options.KeyAlgorithm != ServerKeyAlgorithm.Both)
            {
                Take(await PinChecker.ReadAsync(check, cancel).ConfigureAwait(false));
                return true;
            }

            (IReadOnlyList<PresentedPins> read, IReadOnlyList<string> unknown) =
                await KeyKinds.ReadAllAsync(check, cancel).ConfigureAwait(false);
            foreach (PresentedPins pins in read) Take(pins);
            foreach (string warning in unknown) Warn(warning);
            return true;
        }
        catch (ConnectionFailure failure)
        {
            Report(new PinningException(failure.Fault, failure));
            return false;
        }
    }
}
