#if NET
using System;
using System.Net.Http;
using PinningTools.Internal;

namespace PinningTools;

/// <content>For HttpClient.</content>
public sealed partial class PinVerifier
{
    /// <summary>
    /// Where the verdict on a response's connection is found, a report-only mismatch among them:
    /// <c>response.RequestMessage!.Options.TryGetValue(PinVerifier.VerdictKey, out PinVerdict? verdict)</c>.
    /// </summary>
    public static HttpRequestOptionsKey<PinVerdict> VerdictKey { get; } = new("PinningTools.Verdict");

    /// <summary>
    /// A handler for HttpClient that judges each connection before the first byte of a request is written to it.
    /// </summary>
    /// <param name="options">What goes beside the policy; null for the usual.</param>
    /// <returns>The handler; it keeps connections, and is disposed with the HttpClient that it is given to.</returns>
    /// <remarks>
    /// <list type="bullet">
    /// <item>No byte of a request (method, header, credentials, body) leaves before the verdict on that very connection
    /// is good, and a connection is used again under the very same policy only.</item>
    /// <item>Each redirection is judged by the policy of its own host; one to a host without a policy, or to plain
    /// http, is refused. Credentials, cookies and the client certificate stay with the server that they were given
    /// for.</item>
    /// <item>The client certificate is shown after a good verdict only, to that very leaf.</item>
    /// <item>Only https is asked for. HTTP/3 is not: what needs it is refused, what allows a lower version gets
    /// that.</item>
    /// </list>
    /// <para>HttpClient reports each failure as an <see cref="HttpRequestException"/>. Where nothing was sent, its
    /// InnerException is the <see cref="PinningException"/>; it is a <see cref="PinRefusedException"/>, with the
    /// verdict, if there is one, and its HttpRequestError is SecureConnectionError for a verdict.</para>
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
    public HttpMessageHandler CreateHandler(PinnedHandlerOptions? options = null) =>
        new PinnedHandler(this, options ?? new PinnedHandlerOptions());
}
#endif
