using System;
using System.Collections;
using System.Management.Automation;
#if NET
using System.Net.Sockets;
#endif
using System.Security;
using System.Security.Cryptography.X509Certificates;

namespace PinningTools.Internal;

/// <summary>The parameters of the web commands as they were given.</summary>
internal interface IWebParameters : IPolicyParameters
{
    Uri? Uri { get; }

    SwitchParameter AllowUnpinnedRedirect { get; }

    Version? HttpVersion { get; }

    object? WebSession { get; }

    string? SessionVariable { get; }

    SwitchParameter AllowUnencryptedAuthentication { get; }

    WebAuthenticationType Authentication { get; }

    PSCredential? Credential { get; }

    SwitchParameter UseDefaultCredentials { get; }

    string? CertificateThumbprint { get; }

    X509Certificate? Certificate { get; }

    SwitchParameter SkipCertificateCheck { get; }

    WebSslProtocol SslProtocol { get; }

    SecureString? Token { get; }

    string? UserAgent { get; }

    SwitchParameter DisableKeepAlive { get; }

    int ConnectionTimeoutSeconds { get; }

    int OperationTimeoutSeconds { get; }

    IDictionary? Headers { get; }

    SwitchParameter SkipHeaderValidation { get; }

    SwitchParameter AllowInsecureRedirect { get; }

    int MaximumRedirection { get; }

    int MaximumRetryCount { get; }

    int RetryIntervalSec { get; }

    SwitchParameter PreserveAuthorizationOnRedirect { get; }

    SwitchParameter PreserveHttpMethodOnRedirect { get; }

    WebRequestMethod Method { get; }

    string? CustomMethod { get; }

#if NET
    UnixDomainSocketEndPoint? UnixSocket { get; }

#endif
    SwitchParameter NoProxy { get; }

    Uri? Proxy { get; }

    PSCredential? ProxyCredential { get; }

    SwitchParameter ProxyUseDefaultCredentials { get; }

    object? Body { get; }

    IDictionary? Form { get; }

    string? ContentType { get; }

    string? TransferEncoding { get; }

    string? InFile { get; }

    string? OutFile { get; }

    SwitchParameter PassThru { get; }

    SwitchParameter Resume { get; }

    SwitchParameter SkipHttpErrorCheck { get; }
}
