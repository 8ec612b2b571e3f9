#if NET
using System.Net;
using System.Net.Http;

namespace PinningTools;

/// <summary>What a handler of <see cref="PinVerifier.CreateHandler"/> does beside judging.</summary>
/// <example>
/// <code>
/// HttpMessageHandler handler = verifier.CreateHandler(new PinnedHandlerOptions { MaxRedirections = 0 });
/// </code>
/// </example>
public sealed class PinnedHandlerOptions
{
    /// <summary>
    /// How many redirections are followed, each under the policy of its own host; with 0 the caller gets the response
    /// that redirects.
    /// </summary>
    public int MaxRedirections { get; init; } = 50;

    /// <summary>
    /// What a challenge (Basic, Digest, NTLM, Negotiate) of the server that was asked is answered with; a redirection
    /// to another server gets none of it.
    /// </summary>
    public ICredentials? Credentials { get; init; }
}
#endif
