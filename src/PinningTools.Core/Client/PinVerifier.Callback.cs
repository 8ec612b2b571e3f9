using System;
using PinningTools.Internal;

namespace PinningTools;

/// <content>For clients that make their own TLS connections.</content>
public sealed partial class PinVerifier
{
    /// <summary>
    /// Creates a certificate callback for clients that make their own TLS connections, bound to one host. It uses the pins,
    /// the store, the trust and <see cref="CheckRevocation"/> of this verifier, but none of its connections, proxies and
    /// client certificates.
    /// </summary>
    /// <param name="host">The name that the client connects to, host:port or a URI.</param>
    /// <param name="port">The port, if the host does not contain one; 443 if null.</param>
    /// <exception cref="PinningException">
    /// The host is not valid, no pin covers it, or the store or a trust anchor cannot be used.
    /// </exception>
    /// <example>
    /// <code>
    /// PinCallback callback = verifier.CreateCallback("db.example.com", 5432);
    /// var source = new NpgsqlDataSourceBuilder("Host=db.example.com;SSL Mode=Require");
    /// source.UseSslClientAuthenticationOptionsCallback(callback.ApplyTo);
    /// // Later, if a connection fails:
    /// Console.Error.WriteLine(callback.LastVerdict?.Message);
    /// </code>
    /// </example>
    public PinCallback CreateCallback(string host, int? port = null) => new(
        Overridden(Policies ?? new StorePolicies(new PinStore())), TlsTarget.Parse(host, port), Timeout);
}
