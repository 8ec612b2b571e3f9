#if NET
using System.Net;
using System.Net.Http;

namespace PinningTools;

/// <summary>The options of a handler made by <see cref="PinVerifier.CreateHandler"/>.</summary>
/// <example>
/// <code>
/// HttpMessageHandler handler = verifier.CreateHandler(new PinnedHandlerOptions { MaxRedirections = 0 });
/// </code>
/// </example>
public sealed class PinnedHandlerOptions
{
    /// <summary>
    /// The number of redirections to follow, each under the policy of its own host. With 0, the caller gets the
    /// response that redirects.
    /// </summary>
    public int MaxRedirections { get; init; } = 50;

    /// <summary>
    /// The credentials for a challenge (Basic, Digest, NTLM, Negotiate) of the requested server. A redirection to
    /// another server does not get them.
    /// </summary>
    public ICredentials? Credentials { get; init; }
}
#endif
