using System;
using System.Net;
using System.Net.Http;

namespace PinningTools.Internal;

/// <summary>What a handler for HttpClient needs to know, apart from the requests.</summary>
/// <param name="Policies">Where the policies of the hosts come from.</param>
internal sealed record HandlerSettings(OverriddenPolicies Policies)
{
    internal ClientCertificate? ClientCertificate { get; init; }

    /// <summary>The proxy for a target; null for a direct connection.</summary>
    internal Func<TlsTarget, ProxySettings?> ProxyFor { get; init; } = _ => null;

    /// <summary>The deadline of one connection, from the name lookup to the verdict.</summary>
    internal TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A client that sends its requests by these settings.</summary>
    /// <param name="maxRedirections">How many redirections are followed.</param>
    /// <param name="credentials">The credentials for a challenge of the requested server, or null.</param>
    /// <exception cref="PinningException">
    /// The policy checks nothing, or this platform has no means to check a connection before it is used.
    /// </exception>
    internal HttpClient CreateClient(int maxRedirections, ICredentials? credentials)
    {
        Policies.Apply(PinPolicy.NotPinned(TrustSettings.System));
#if NET
        var options = new PinnedHandlerOptions { MaxRedirections = maxRedirections, Credentials = credentials };
        return new HttpClient(new PinnedHandler(this, options));
#else
        throw new PinningException(Faults.NeedsNewerPowerShell("An HttpClient that checks pins"));
#endif
    }
}
