using System;
using System.Collections.Generic;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using PinningTools.Internal;

namespace PinningTools;

/// <summary>
/// A certificate callback for clients that make their own TLS connections: mail, directories, databases, message queues. It
/// is bound to one host. Instances are safe to use from many threads, and one callback serves many connections.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>What the client says of the certificate (<see cref="SslPolicyErrors"/>) is not used. The chain is built again from
/// the server's certificate and those that it sent, and the name is compared with <see cref="HostName"/>.</item>
/// <item>A client that says which host it connects to, and names another one, is refused
/// (<see cref="VerdictReason.OtherHost"/>).</item>
/// <item>It never throws: whatever fails is a verdict that refuses the connection.</item>
/// <item>No network is used, unless revocation is checked.</item>
/// <item>A callback that is not called cannot refuse anything. Platforms can resume a session without calling it, and send a
/// client certificate before they call it. Only <c>CreateSslOptions</c> and the handler of
/// <c>PinVerifier.CreateHandler</c> prevent both.</item>
/// </list>
/// </remarks>
/// <example>
/// <code>
/// PinCallback callback = PinVerifier.FromStore("pins.json").CreateCallback("mail.example.com", 587);
/// using var client = new SmtpClient { ServerCertificateValidationCallback = callback };   // MailKit
/// </code>
/// </example>
public sealed partial class PinCallback
{
    private readonly CallbackCheck _check;
    private readonly VerdictLog _log = new();

    /// <param name="policies">Where the policy of the host comes from.</param>
    /// <param name="target">The host to which the callback is bound.</param>
    /// <param name="timeout">The deadline of one check, for what may use the network.</param>
    /// <exception cref="PinningException">No pin covers the host, or its policy must not be used.</exception>
    internal PinCallback(OverriddenPolicies policies, TlsTarget target, TimeSpan timeout)
    {
        _check = new CallbackCheck(policies, target, timeout);
    }

    /// <summary>The name that is checked in the server's certificate, in its canonical form.</summary>
    public string HostName => _check.Target.JudgedName.Value;

    /// <summary>The port for which the policy was looked up.</summary>
    public int Port => _check.Target.Port;

    /// <summary>
    /// The verdict on the latest connection; null before the first. If several connections are made at the same time, see
    /// <see cref="Verdicts"/>.
    /// </summary>
    public PinVerdict? LastVerdict => _log.Last;

    /// <summary>The verdicts on the latest connections, at most 100, oldest first.</summary>
    public IReadOnlyList<PinVerdict> Verdicts => _log.ToArray();

    /// <summary>Decides on the certificate of one connection; the signature is that of SslStream's callback.</summary>
    /// <param name="sender">What the client passes: an SslStream, a request, the name of the host, or null.</param>
    /// <param name="certificate">The server's own certificate.</param>
    /// <param name="chain">The platform's chain, of which only the certificates that the server sent are used.</param>
    /// <param name="errors">What the platform found. It is not used.</param>
    /// <returns>
    /// Whether the connection may be used: <see cref="PinVerdict.Allowed"/> of the verdict, which
    /// <see cref="LastVerdict"/> then is.
    /// </returns>
    public bool Validate(object? sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        PinVerdict verdict = _check.Run(sender, certificate, chain);
        _log.Add(verdict);
        return verdict.Allowed;
    }

    /// <summary>The host and the latest verdict.</summary>
    public override string ToString() => $"{_check.Target} {LastVerdict?.Verdict}".TrimEnd();

    internal TlsTarget Target => _check.Target;

    /// <summary>The latest verdicts: a callback that serves a pool of connections for months keeps no more.</summary>
    private sealed class VerdictLog
    {
        private const int MaxCount = 100;

        private readonly Queue<PinVerdict> _latest = new();
        private volatile PinVerdict? _last;

        internal PinVerdict? Last => _last;

        internal void Add(PinVerdict verdict)
        {
            lock (_latest)
            {
                if (_latest.Count == MaxCount) _latest.Dequeue();
                _latest.Enqueue(verdict);
                _last = verdict;
            }
        }

        internal PinVerdict[] ToArray()
        {
            lock (_latest) return _latest.ToArray();
        }
    }
}
