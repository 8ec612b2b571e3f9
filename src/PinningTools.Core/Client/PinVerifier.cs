// The room Client: Core for C#. It uses the same targets, policies, connections and verdicts as the cmdlets.
// - A verdict is a result, also for a host that is down. An exception is a wrong argument or a file that cannot be
//   used.
// - Instances do not change and can be used by many threads.
// - There is no way around a check that the cmdlets do not have.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;

namespace PinningTools;

/// <summary>
/// The engine's front door for C#: reads the pins of hosts, judges hosts and certificates by pins, and makes handlers
/// for HttpClient that refuse an impostor. Immutable once made and safe to use from many threads.
/// </summary>
/// <remarks>
/// <para>The policy comes from <see cref="Pins"/>, which cover every host that is asked about, or from a pin store
/// (<see cref="FromStore"/>), which covers the hosts of its pin sets.</para>
/// <para>A verdict is never an exception: a host that is down, an impostor and an expired certificate are
/// <see cref="PinVerdict"/>s, of which only <see cref="PinVerdict.Passed"/> is success. A
/// <see cref="PinningException"/> is a wrong argument or a file that cannot be used; its
/// <see cref="PinningException.Fault"/> says what to do.</para>
/// </remarks>
/// <example>
/// <code>
/// var verifier = new PinVerifier { Pins = [SpkiPin.Parse("sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=")] };
/// PinVerdict verdict = await verifier.CheckAsync("www.example.com");
/// if (!verdict.Passed) Console.Error.WriteLine(verdict.Message);
/// </code>
/// </example>
public sealed partial class PinVerifier
{
    /// <summary>The pins, any of which is enough, for every host; none to have a store say it.</summary>
    public IReadOnlyCollection<SpkiPin> Pins { get; init => field = [.. value]; } = [];

    /// <summary>
    /// The file of a pin store, in place of <see cref="Pins"/>. It is read when it is needed, and again when it has
    /// changed.
    /// </summary>
    public string? StorePath { get; init; }

    /// <summary>
    /// Self-issued roots that replace the platform's, and intermediates that help to build a chain to them; empty for
    /// the platform's own, or what the pin set says.
    /// </summary>
    public IReadOnlyList<X509Certificate2> TrustAnchors { get; init; } = [];

    /// <summary>Trusts the leaf's key alone, without chain and name.</summary>
    public bool PinOnly { get; init; }

    /// <summary>Has the platform ask the authorities which certificates were revoked, over the network.</summary>
    public bool CheckRevocation { get; init; }

    /// <summary>
    /// The deadline of one connection, from the name lookup to the verdict; it does not limit what comes after.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The proxy to go through, of HTTP or SOCKS 5: a <see cref="WebProxy"/> or HttpClient's own. Null connects
    /// directly, whatever the system's settings are.
    /// </summary>
    /// <example>
    /// <code>
    /// var verifier = new PinVerifier { Pins = pins, Proxy = new WebProxy("http://proxy.example:3128") };
    /// </code>
    /// </example>
    public IWebProxy? Proxy { get; init; }

    /// <summary>
    /// The certificate to show a server that asks who we are. It is shown on a second connection, and only to a key
    /// that had a good verdict on the first.
    /// </summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>A verifier with the policies of a pin store, which is read once here.</summary>
    /// <param name="path">The file, as New-PinSet and Export-PinSet write it.</param>
    /// <exception cref="PinningException">The file is not there, or is no pin store.</exception>
    /// <example>
    /// <code>
    /// PinVerdict verdict = await PinVerifier.FromStore("pins.json").CheckAsync("www.example.com");
    /// </code>
    /// To set more, name the file among the properties:
    /// <code>
    /// var verifier = new PinVerifier { StorePath = "pins.json", Timeout = TimeSpan.FromSeconds(5) };
    /// </code>
    /// </example>
    public static PinVerifier FromStore(string path)
    {
        if (path is null) throw new ArgumentNullException(nameof(path));
        PinStoreCache.Read(path);
        return new PinVerifier { StorePath = path };
    }

    /// <summary>Reads the pins a host shows: its chain, leaf first, then what it sent beside it.</summary>
    /// <param name="host">A name, an address, host:port or a URI of a TLS or STARTTLS scheme.</param>
    /// <param name="port">The port, where the host does not say it; 443 if null.</param>
    /// <param name="cancel">Ends the wait at once.</param>
    /// <exception cref="PinningException">The host is none, or no handshake came about.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <example>
    /// <code>
    /// foreach (PinRecord record in await new PinVerifier().ReadAsync("www.example.com"))
    ///     Console.WriteLine($"{record.Pin} {record.Role} {record.Subject}");
    /// </code>
    /// </example>
    public async Task<IReadOnlyList<PinRecord>> ReadAsync(
        string host, int? port = null, CancellationToken cancel = default)
    {
        TlsTarget target = TlsTarget.Parse(host, port).AsPortSpeaks();
        try
        {
            var check = new PinCheck(target, PinPolicy.NotPinned(Trust ?? TrustSettings.System), OptionsFor(target));
            PresentedPins pins = await PinChecker.ReadAsync(check, cancel).ConfigureAwait(false);
            return pins.Records;
        }
        catch (ConnectionFailure failure)
        {
            throw new PinningException(failure.Fault, failure);
        }
    }

    /// <summary>Judges a host by its policy. Whatever the host does is a verdict, not an exception.</summary>
    /// <param name="host">A name, an address, host:port or a URI of a TLS or STARTTLS scheme.</param>
    /// <param name="port">The port, where the host does not say it; that of the protocol, or 443, if null.</param>
    /// <param name="startTls">
    /// The protocol that upgrades the connection to TLS; null for what the scheme, the pin set or the port says.
    /// </param>
    /// <param name="cancel">Ends the wait at once.</param>
    /// <returns>
    /// The verdict; <see cref="Verdict.NotPinned"/>, which is no success, for a host that no policy covers.
    /// </returns>
    /// <exception cref="PinningException">
    /// The host, a trust anchor, the store or the pin set cannot be used.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <example>
    /// A web server, and a mail server that speaks SMTP before TLS:
    /// <code>
    /// PinVerdict web = await verifier.CheckAsync("www.example.com");
    /// PinVerdict mail = await verifier.CheckAsync("mail.example.com", 587, StartTlsProtocol.Smtp);
    /// </code>
    /// </example>
    public Task<PinVerdict> CheckAsync(
        string host, int? port = null, StartTlsProtocol? startTls = null, CancellationToken cancel = default) =>
        CheckAsync(Policies, host, port, startTls, cancel);

    /// <summary>
    /// Judges a host by pins that are given here. Whatever the host does is a verdict, not an exception.
    /// </summary>
    /// <param name="pins">Any of which is enough.</param>
    /// <param name="host">A name, an address, host:port or a URI of a TLS or STARTTLS scheme.</param>
    /// <param name="port">The port, where the host does not say it; 443 if null.</param>
    /// <param name="cancel">Ends the wait at once.</param>
    /// <exception cref="PinningException">
    /// The host is none, there is no pin, or none of the trust anchors is self-issued.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <example>
    /// <code>
    /// IReadOnlyList&lt;PinRecord&gt; today = await verifier.ReadAsync("www.example.com");
    /// PinVerdict verdict = await verifier.CheckAsync([today[0].ToSpkiPin()], "www.example.com");
    /// </code>
    /// </example>
    public Task<PinVerdict> CheckAsync(
        IReadOnlyCollection<SpkiPin> pins, string host, int? port = null, CancellationToken cancel = default)
    {
        if (pins is null || pins.Count == 0)
            throw new PinningException(Faults.PinsMissing(TlsTarget.Parse(host, port).ToString()));
        return CheckAsync(PoliciesOf(pins), host, port, null, cancel);
    }

    /// <summary>
    /// Judges certificates at hand by the policy of a host, as a certificate callback or a file has them. Nothing is
    /// connected to: that the other side has the key is for whoever shook hands to know.
    /// </summary>
    /// <param name="chain">
    /// The certificates that the server showed, its own first. They are read here and not kept.
    /// </param>
    /// <param name="host">The name that was meant, or host:port, or a URI.</param>
    /// <param name="port">The port, where the host does not say it; 443 if null.</param>
    /// <exception cref="PinningException">The host is none, there is no certificate, or one cannot be read.</exception>
    /// <example>
    /// <code>
    /// PinVerdict verdict = verifier.Check([leaf, intermediate], "www.example.com");
    /// </code>
    /// </example>
    public PinVerdict Check(IEnumerable<X509Certificate2> chain, string host, int? port = null)
    {
        if (chain is null) throw new ArgumentNullException(nameof(chain));
        (TlsTarget target, PinPolicy policy) = PolicyFor(Policies, TlsTarget.Parse(host, port));
        DerCertificate[] certificates = [.. chain.Select(one => DerCertificate.Parse(one.RawData))];
        if (certificates.Length == 0) throw new PinningException(Faults.NoCertificate(target.ToString()));
        // Whoever sent them chose their order: the first is the one whose key a handshake proves, and no other is.
        var check = new PinCheck(target, policy, new ConnectionOptions { Timeout = Timeout });
        return PinChecker.EvaluateAsync(PresentedChain.From(certificates), check, default)
            .ConfigureAwait(false).GetAwaiter().GetResult();
    }

    private Task<PinVerdict> CheckAsync(
        IPolicySource? policies, string host, int? port, StartTlsProtocol? startTls, CancellationToken cancel)
    {
        (TlsTarget target, PinPolicy policy) = PolicyFor(policies, TlsTarget.Parse(host, port, startTls));
        return PinChecker.CheckAsync(new PinCheck(target, policy, OptionsFor(target)), cancel);
    }

    private (TlsTarget Target, PinPolicy Policy) PolicyFor(IPolicySource? policies, TlsTarget target) =>
        Overridden(policies ?? new StorePolicies(new PinStore())).FindEndpoint(target);

    /// <summary>Policies with the trust that this verifier was given.</summary>
    internal OverriddenPolicies Overridden(IPolicySource policies) =>
        new(policies) { Trust = Trust, CheckRevocation = CheckRevocation };

    /// <summary>Null for a verifier that has no policy.</summary>
    internal IPolicySource? Policies =>
        Pins.Count > 0 ? PoliciesOf(Pins) : StorePath is { } path ? new StoreOnDisk(path) : null;

    /// <exception cref="PinningException">The proxy is of a kind that is not known here.</exception>
    internal ProxySettings? ProxyFor(TlsTarget target) =>
        Proxy is null ? null : ProxyChoice.For(new Uri($"https://{target.Host.Bracketed}:{target.Port}/"), Proxy);

    internal ClientCertificate? ShownCertificate =>
        ClientCertificate is null ? null : Internal.ClientCertificate.From(ClientCertificate);

    private TrustSettings? Trust =>
        TrustAnchors.Count > 0 && PinOnly ? throw new PinningException(Faults.TrustConflict())
        : PinOnly ? TrustSettings.PinOnly
        : TrustAnchors.Count == 0 ? null
        : TrustSettings.FromAnchors([.. TrustAnchors.Select(anchor => DerCertificate.Parse(anchor.RawData))]);

    private static PinsOfAll PoliciesOf(IEnumerable<SpkiPin> pins) => new(new PinPolicy { Pins = [.. pins] });

    private ConnectionOptions OptionsFor(TlsTarget target) =>
        new() { Timeout = Timeout, Proxy = ProxyFor(target), ClientCertificate = ShownCertificate };

    /// <summary>Pins of a caller who says for which hosts by asking about them.</summary>
    private sealed class PinsOfAll(PinPolicy policy) : IPolicySource
    {
        public PinPolicy? Find(TlsTarget target) => policy;
    }

    /// <summary>A store as it is when it is asked.</summary>
    private sealed class StoreOnDisk(string path) : IPolicySource
    {
        public PinPolicy? Find(TlsTarget target) => new StorePolicies(PinStoreCache.Read(path)).Find(target);
    }
}
