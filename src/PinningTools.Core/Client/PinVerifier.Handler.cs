#if NET
using System;
using System.Net.Http;
using PinningTools.Internal;

namespace PinningTools;

/// <content>For HttpClient.</content>
public sealed partial class PinVerifier
{
    /// <summary>
    /// The key of the verdict on the connection of a response, which may be a mismatch in report-only mode:
    /// <c>response.RequestMessage!.Options.TryGetValue(PinVerifier.VerdictKey, out PinVerdict? verdict)</c>.
    /// </summary>
    public static HttpRequestOptionsKey<PinVerdict> VerdictKey { get; } = new("PinningTools.Verdict");

    /// <summary>
    /// Creates a handler for HttpClient that checks each connection before the first byte of a request is written to
    /// it.
    /// </summary>
    /// <param name="options">Further options; null for the defaults.</param>
    /// <returns>The handler. It keeps connections open, and is disposed with the HttpClient that uses it.</returns>
    /// <remarks>
    /// <list type="bullet">
    /// <item>No byte of a request (method, header, credentials, body) is sent before the verdict on this very
    /// connection is good. A connection is reused only under the same policy.</item>
    /// <item>Each redirection is checked under the policy of its own host. A redirection to a host without a policy or
    /// to plain http is refused. Credentials, cookies and the client certificate are sent only to the server that they
    /// were given for.</item>
    /// <item>The client certificate is shown only after a good verdict, and only to the leaf of that verdict.</item>
    /// <item>Only https is supported, without HTTP/3: a request that requires HTTP/3 is refused, and one that allows a
    /// lower version uses that.</item>
    /// </list>
    /// <para>HttpClient reports every failure as an <see cref="HttpRequestException"/>. If nothing was sent, its
    /// InnerException is the <see cref="PinningException"/>. If there is a verdict, that exception is a
    /// <see cref="PinRefusedException"/> with the verdict, and HttpRequestError is SecureConnectionError.</para>
    /// </remarks>
    /// <exception cref="PinningException">
    /// The store, a trust anchor or the client certificate cannot be used.
    /// </exception>
    /// <exception cref="InvalidOperationException">The verifier has neither pins nor a store.</exception>
    /// <example>
    /// <code>
    /// using var client = new HttpClient(PinVerifier.FromStore("pins.json").CreateHandler());
    /// try
    /// {
    ///     Console.WriteLine(await client.GetStringAsync("https://api.example.com/orders"));
    /// }
    /// catch (HttpRequestException error) when (error.InnerException is PinRefusedException { Verdict: { } verdict })
    /// {
    ///     Console.Error.WriteLine(verdict.Message);
    /// }
    /// </code>
    /// </example>
    public HttpMessageHandler CreateHandler(PinnedHandlerOptions? options = null)
    {
        OverriddenPolicies policies = Overridden(Policies ?? throw new InvalidOperationException(
            "The verifier has neither Pins nor a StorePath: each request would be refused."));
        // Errors in the anchors are reported here, not with each request.
        policies.Apply(PinPolicy.NotPinned(TrustSettings.System));
        return new PinnedHandler(
            new HandlerSettings(policies)
            {
                ClientCertificate = ShownCertificate, ProxyFor = ProxyFor, Timeout = Timeout,
            },
            options ?? new PinnedHandlerOptions());
    }
}
#endif
