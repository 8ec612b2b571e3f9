using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;

namespace PinningTools;

/// <summary>
/// The engine's front door for C#: reads the pins of hosts and judges hosts by pins. Immutable once made and safe to
/// use from many threads.
/// </summary>
public sealed class PinVerifier
{
    /// <summary>
    /// Self-issued roots that replace the platform's, and intermediates that help to build a chain to them; empty for
    /// the platform's own.
    /// </summary>
    public IReadOnlyList<X509Certificate2> TrustAnchors { get; init; } = [];

    /// <summary>Trusts the leaf's key alone, without chain and name.</summary>
    public bool PinOnly { get; init; }

    /// <summary>The deadline of one host, from the name look-up to the end of the handshake.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    private TrustSettings Trust =>
        TrustAnchors.Count > 0 && PinOnly ? throw new PinningException(Faults.TrustConflict())
        : PinOnly ? TrustSettings.PinOnly
        : TrustAnchors.Count == 0 ? TrustSettings.System
        : TrustSettings.FromAnchors([.. TrustAnchors.Select(anchor => DerCertificate.Parse(anchor.RawData))]);

    private ConnectionOptions Options => new() { Timeout = Timeout };

    /// <summary>Reads the pins a host shows: its chain, leaf first, then what it sent beside it.</summary>
    /// <param name="host">A name, an address, host:port or a URI of a TLS or STARTTLS scheme.</param>
    /// <param name="port">The port, where the host does not say it; 443 if null.</param>
    /// <param name="cancel">Ends the wait at once.</param>
    /// <exception cref="PinningException">The host is none, or no handshake came about.</exception>
    public async Task<IReadOnlyList<PinRecord>> ReadAsync(
        string host, int? port = null, CancellationToken cancel = default)
    {
        try
        {
            PresentedPins pins =
                await PinChecker.ReadAsync(Target(host, port), Trust, Options, cancel).ConfigureAwait(false);
            return pins.Records;
        }
        catch (ConnectionFailure failure)
        {
            throw new PinningException(failure.Fault, failure);
        }
    }

    /// <summary>Judges a host by pins. Whatever the host does is a verdict, not an exception.</summary>
    /// <param name="pins">Any of which is enough.</param>
    /// <param name="host">A name, an address, host:port or a URI of a TLS or STARTTLS scheme.</param>
    /// <param name="port">The port, where the host does not say it; 443 if null.</param>
    /// <param name="cancel">Ends the wait at once.</param>
    /// <exception cref="PinningException">
    /// The host is none, there is no pin, or none of the trust anchors is self-issued.
    /// </exception>
    public Task<PinVerdict> CheckAsync(
        IReadOnlyCollection<SpkiPin> pins, string host, int? port = null, CancellationToken cancel = default)
    {
        TlsTarget target = Target(host, port);
        if (pins is null || pins.Count == 0) throw new PinningException(Faults.PinsMissing(target.ToString()));
        return PinChecker.CheckAsync(target, new PinPolicy { Pins = [.. pins], Trust = Trust }, Options, cancel);
    }

    private static TlsTarget Target(string host, int? port) => TlsTarget.Parse(host, port).AsPortSpeaks();
}
