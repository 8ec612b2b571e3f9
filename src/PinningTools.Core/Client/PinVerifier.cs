// The room Client: Core for C#. It uses the same targets, policies, connections and verdicts as the cmdlets.
// - A verdict is a result, even for a host that is down. An exception means a wrong argument or a file that cannot be
//   used.
// - Instances are immutable and can be used by many threads.
// - There is no way around a check that the cmdlets do not also have.

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
/// The entry point for C#: reads the pins of hosts, checks hosts and certificates against pins, and creates handlers
/// for HttpClient that refuse an impostor. Instances are immutable and safe to use from many threads.
/// </summary>
/// <remarks>
/// <para>The policy comes from <see cref="Pins"/>, which apply to every host that is checked, or from a pin store
/// (<see cref="FromStore"/>), which covers the hosts of its pin sets.</para>
/// <para>A bad verdict is not an exception: a host that is down, an impostor and an expired certificate each give a
/// <see cref="PinVerdict"/>, and only <see cref="PinVerdict.Passed"/> means success. A
/// <see cref="PinningException"/> means a wrong argument or a file that cannot be used; its
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
    /// <summary>The pins for every host, any one of which is enough; empty to use a store.</summary>
    public IReadOnlyCollection<SpkiPin> Pins { get; init => field = [.. value]; } = [];

    /// <summary>
    /// The path of a pin store, instead of <see cref="Pins"/>. The file is read when it is needed, and again after it
    /// has changed.
    /// </summary>
    public string? StorePath { get; init; }

    /// <summary>
    /// Self-issued roots that replace the platform's, and intermediates that help to build a chain to them; empty to
    /// use those of the pin set or the platform's own.
    /// </summary>
    public IReadOnlyList<X509Certificate2> TrustAnchors { get; init; } = [];

    /// <summary>Whether only the leaf's key is trusted, without checking the chain and the name.</summary>
    public bool PinOnly { get; init; }

    /// <summary>Whether the platform asks the authorities over the network which certificates are revoked.</summary>
    public bool CheckRevocation { get; init; }

    /// <summary>
    /// The deadline of one connection, from the name lookup to the verdict. It does not limit what follows.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The HTTP or SOCKS 5 proxy to use: a <see cref="WebProxy"/> or that of HttpClient. With null, connections are
    /// direct, regardless of the system's settings.
    /// </summary>
    /// <example>
    /// <code>
    /// var verifier = new PinVerifier { Pins = pins, Proxy = new WebProxy("http://proxy.example:3128") };
    /// </code>
    /// </example>
    public IWebProxy? Proxy { get; init; }

    /// <summary>
    /// The client certificate for a server that requests one. It is shown on a second connection, and only to a key
    /// that had a good verdict on the first.
    /// </summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>
    /// Whether <see cref="PinVerdict.Passed"/> is true also for a host that only an inspection could read, because the
    /// platform's TLS cannot connect to it. A handler never sends a request to such a host.
    /// </summary>
    public bool AllowInspected { get; init; }

    /// <summary>
    /// Whether a handshake that the platform cannot make stays a failure, instead of being followed by an inspection,
    /// which only reads what the host shows.
    /// </summary>
    public bool NoInspection { get; init; }

    /// <summary>Creates a verifier with the policies of a pin store, which is read once here to check it.</summary>
    /// <param name="path">The path of a file that New-PinSet or Export-PinSet wrote.</param>
    /// <exception cref="PinningException">The file does not exist or is not a pin store.</exception>
    /// <example>
    /// <code>
    /// PinVerdict verdict = await PinVerifier.FromStore("pins.json").CheckAsync("www.example.com");
    /// </code>
    /// To set further properties, give the path as one of them:
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

    /// <summary>
    /// Reads the pins that a host shows: those of its chain, leaf first, then those of other certificates that it
    /// sent.
    /// </summary>
    /// <param name="host">A name, an address, host:port or a URI of a TLS or STARTTLS scheme.</param>
    /// <param name="port">The port, if the host does not contain one; 443 if null.</param>
    /// <param name="cancel">Cancels the operation.</param>
    /// <exception cref="PinningException">The host is not valid, or there was no handshake.</exception>
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
            var check = new PinCheck(target, PinPolicy.NotPinned(Trust ?? TrustSettings.System), OptionsFor(target))
            {
                Inspects = !NoInspection,
            };
            PresentedPins pins = await PinChecker.ReadAsync(check, cancel).ConfigureAwait(false);
            return pins.Records;
        }
        catch (ConnectionFailure failure)
        {
            throw new PinningException(failure.Fault, failure);
        }
    }

    /// <summary>Checks a host by its policy. Every behavior of the host gives a verdict, not an exception.</summary>
    /// <param name="host">A name, an address, host:port or a URI of a TLS or STARTTLS scheme.</param>
    /// <param name="port">The port, if the host does not contain one; if null, that of the protocol or 443.</param>
    /// <param name="startTls">
    /// The protocol that upgrades the connection to TLS; null to use that of the scheme, the pin set or the port.
    /// </param>
    /// <param name="cancel">Cancels the operation.</param>
    /// <returns>
    /// The verdict. For a host without a policy it is <see cref="Verdict.NotPinned"/>, which is not success.
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
    /// Checks a host by the given pins. Every behavior of the host gives a verdict, not an exception.
    /// </summary>
    /// <param name="pins">The pins, any one of which is enough.</param>
    /// <param name="host">A name, an address, host:port or a URI of a TLS or STARTTLS scheme.</param>
    /// <param name="port">The port, if the host does not contain one; 443 if null.</param>
    /// <param name="cancel">Cancels the operation.</param>
    /// <exception cref="PinningException">
    /// The host is not valid, there is no pin, or none of the trust anchors is self-issued.
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
    /// Checks certificates by the policy of a host, for example those of a certificate callback or a file. No
    /// connection is made: whether the other side holds the key is for the code that did the handshake to know.
    /// </summary>
    /// <param name="chain">
    /// The certificates that the server showed, its own certificate first. They are only read during the call.
    /// </param>
    /// <param name="host">The intended name, host:port or a URI.</param>
    /// <param name="port">The port, if the host does not contain one; 443 if null.</param>
    /// <exception cref="PinningException">
    /// The host is not valid, there is no certificate, or one cannot be read.
    /// </exception>
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
        // The sender chose their order: a handshake proves only the key of the first certificate.
        var check = new PinCheck(target, policy, new ConnectionOptions { Timeout = Timeout });
        return PinChecker.EvaluateAsync(PresentedChain.From(certificates), check, default)
            .ConfigureAwait(false).GetAwaiter().GetResult();
    }

    private Task<PinVerdict> CheckAsync(
        IPolicySource? policies, string host, int? port, StartTlsProtocol? startTls, CancellationToken cancel)
    {
        (TlsTarget target, PinPolicy policy) = PolicyFor(policies, TlsTarget.Parse(host, port, startTls));
        return PinChecker.CheckAsync(
            new PinCheck(target, policy, OptionsFor(target)) { Inspects = !NoInspection }, cancel);
    }

    private (TlsTarget Target, PinPolicy Policy) PolicyFor(IPolicySource? policies, TlsTarget target) =>
        Overridden(policies ?? new StorePolicies(new PinStore())).FindEndpoint(target);

    /// <summary>The policies with the trust settings of this verifier.</summary>
    internal OverriddenPolicies Overridden(IPolicySource policies) =>
        new(policies) { Trust = Trust, CheckRevocation = CheckRevocation, AllowInspected = AllowInspected };

    /// <summary>Null for a verifier without a policy.</summary>
    internal IPolicySource? Policies =>
        Pins.Count > 0 ? PoliciesOf(Pins) : StorePath is { } path ? new StoreOnDisk(path) : null;

    /// <exception cref="PinningException">The kind of the proxy is not supported.</exception>
    internal ProxySettings? ProxyFor(TlsTarget target) =>
        Proxy is null ? null : ProxyChoice.For(new Uri($"https://{target.Host.Bracketed}:{target.Port}/"), Proxy);

    internal ClientCertificate? ShownCertificate =>
        ClientCertificate is null ? null : Internal.ClientCertificate.From(ClientCertificate);

    private TrustSettings? Trust =>
        TrustAnchors.Count > 0 && PinOnly ? throw new PinningException(Faults.TrustConflict())
        : PinOnly ? TrustSettings.PinOnly
        : TrustAnchors.Count == 0 ? null
        : TrustSettings.FromAnchors([.. TrustAnchors.Select(anchor => DerCertificate.Parse(anchor.RawData))]);

    private static EveryHost PoliciesOf(IEnumerable<SpkiPin> pins) => new(new PinPolicy { Pins = [.. pins] });

    private ConnectionOptions OptionsFor(TlsTarget target) =>
        new() { Timeout = Timeout, Proxy = ProxyFor(target), ClientCertificate = ShownCertificate };

    /// <summary>The store as it is at the time of each lookup.</summary>
    private sealed class StoreOnDisk(string path) : IPolicySource
    {
        public PinPolicy? Find(TlsTarget target) => new StorePolicies(PinStoreCache.Read(path)).Find(target);
    }
}
