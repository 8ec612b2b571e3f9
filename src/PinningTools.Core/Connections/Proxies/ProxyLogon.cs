using System;
using System.Net;
#if NET
using System.Net.Security;
#endif
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>Authenticates to an HTTP proxy.</summary>
internal abstract class ProxyLogon : IDisposable
{
    protected ProxyLogon(string scheme)
    {
        Scheme = scheme;
    }

    /// <summary>The name of the authentication scheme.</summary>
    internal string Scheme { get; }

    /// <summary>The reason why there is no token; null if there was one.</summary>
    internal virtual string? Lack => null;

    /// <summary>The next token, or null if there is none.</summary>
    /// <param name="challenge">The proxy's challenge after the last token; null at first.</param>
    /// <param name="cancel">Cancels the wait for the token.</param>
    internal abstract Task<string?> NextAsync(string? challenge, CancellationToken cancel);

    public virtual void Dispose()
    {
    }

    /// <summary>The authentication that the settings require, or null.</summary>
    internal static ProxyLogon? For(ProxySettings proxy)
    {
        if (proxy.Credential is { } credential) return new Basic(credential);
        return proxy.UseDefaultCredentials ? new Negotiate(proxy.EndPoint.Host) : null;
    }

    /// <summary>RFC 7617. Sent with the first request: the user gave the credentials for this proxy.</summary>
    private sealed class Basic(NetworkCredential credential) : ProxyLogon("Basic")
    {
        internal override Task<string?> NextAsync(string? challenge, CancellationToken cancel)
        {
            if (challenge is not null) return Task.FromResult<string?>(null);
            // A colon would end the user name early, which would change the user name and the password.
            if (credential.UserName.Contains(":"))
                throw new PinningException(Faults.ProxyUserNameInvalid(credential.UserName));
            string domain = string.IsNullOrEmpty(credential.Domain) ? "" : credential.Domain + "\\";
            return Task.FromResult<string?>(Convert.ToBase64String(
                Encoding.UTF8.GetBytes($"{domain}{credential.UserName}:{credential.Password}")));
        }
    }

    /// <summary>RFC 4559, as the current user.</summary>
    private sealed class Negotiate(HostName proxy) : ProxyLogon("Negotiate")
    {
#if NET
        /// <summary>For a ticket the platform uses the network, and this cannot be interrupted.</summary>
        private static readonly BlockingWork s_tickets = new("PinningTools ticket", maxThreads: 64);

        private readonly NegotiateAuthentication _authentication = new(new NegotiateAuthenticationClientOptions
        {
            Package = "Negotiate",
            Credential = CredentialCache.DefaultNetworkCredentials,
            TargetName = "HTTP/" + proxy.Value,
        });

        private string? _lack;

        internal override string? Lack => _lack;

        internal override Task<string?> NextAsync(string? challenge, CancellationToken cancel) =>
            s_tickets.RunAsync(() => Next(challenge), cancel);

        public override void Dispose()
        {
            _authentication.Dispose();
            base.Dispose();
        }

        private string? Next(string? challenge)
        {
            if (_lack is not null) return null;
            string? token = _authentication.GetOutgoingBlob(challenge, out NegotiateAuthenticationStatusCode status);
            if (status is NegotiateAuthenticationStatusCode.Completed
                or NegotiateAuthenticationStatusCode.ContinueNeeded)
                return token;
            _lack = $"no ticket could be obtained for HTTP/{proxy.Value} as the current user ({status}).";
            return null;
        }
#else
        internal override Task<string?> NextAsync(string? challenge, CancellationToken cancel) =>
            throw new PinningException(Faults.ProxyDefaultCredentialsUnsupported(proxy.Value));
#endif
    }
}
