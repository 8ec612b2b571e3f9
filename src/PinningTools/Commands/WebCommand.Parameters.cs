using System;
using System.Collections;
using System.Management.Automation;
#if NET
using System.Net.Sockets;
#endif
using System.Security;
using System.Security.Cryptography.X509Certificates;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <content>The parameters of Invoke-WebRequest and Invoke-RestMethod.</content>
public abstract partial class WebCommand
{
    private const string StandardMethod = "StandardMethod";
    private const string StandardMethodNoProxy = "StandardMethodNoProxy";
    private const string CustomMethodSet = "CustomMethod";
    private const string CustomMethodNoProxy = "CustomMethodNoProxy";

    /// <summary>The https address to request. If it has no scheme, https is assumed.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public Uri? Uri { get; set; }

    /// <summary>Has no effect, as in PowerShell 7: only basic parsing is done.</summary>
    [Parameter(DontShow = true)]
    public SwitchParameter UseBasicParsing { get; set; }

    /// <summary>The version of HTTP to use: 1.0, 1.1 or 2.0 (in Windows PowerShell 5.1: 1.0 or 1.1).</summary>
    [Parameter]
    [ArgumentCompleter(typeof(HttpVersionCompleter))]
    [VersionTransform]
    public Version? HttpVersion { get; set; }

    /// <summary>
    /// A session with cookies, header fields and credentials, made with -SessionVariable of this command or of
    /// Invoke-WebRequest.
    /// </summary>
    [Parameter]
    public object? WebSession { get; set; }

    /// <summary>
    /// The name of a variable in which to store a new session, for use as -WebSession in later requests.
    /// </summary>
    [Parameter]
    [Alias("SV")]
    public string? SessionVariable { get; set; }

    /// <summary>Refused: credentials are not sent in plaintext.</summary>
    [Parameter(DontShow = true)]
    [Alias("AllowU", "AllowUn")]
    public SwitchParameter AllowUnencryptedAuthentication { get; set; }

    /// <summary>How to authenticate: Basic with -Credential, Bearer or OAuth with -Token.</summary>
    [Parameter]
    public WebAuthenticationType Authentication { get; set; } = WebAuthenticationType.None;

    /// <summary>
    /// The user name and password with which to answer the server's challenge, or, with -Authentication Basic, to send
    /// with the request.
    /// </summary>
    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>Answers the server's challenge with the credentials of the current user.</summary>
    [Parameter]
    public SwitchParameter UseDefaultCredentials { get; set; }

    /// <summary>The thumbprint of the client certificate in the current user's certificate store.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CertificateThumbprint { get; set; }

    /// <summary>
    /// The client certificate, with its private key. It is shown only to a server with a good verdict, and to another
    /// host than that of -Uri only with -PreserveAuthorizationOnRedirect.
    /// </summary>
    [Parameter]
    [CertificateFileTransform]
    [ValidateNotNull]
    public X509Certificate? Certificate { get; set; }

    /// <summary>
    /// Accepted only where -PinOnly, or the pin set of the host, lets the key alone decide: it then changes nothing.
    /// Otherwise refused.
    /// </summary>
    [Parameter(DontShow = true)]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>The TLS versions to offer. By default the system chooses them.</summary>
    [Parameter]
    public WebSslProtocol SslProtocol { get; set; } = WebSslProtocol.Default;

    /// <summary>The token for -Authentication Bearer or OAuth.</summary>
    [Parameter]
    public SecureString? Token { get; set; }

    /// <summary>The value of the User-Agent header field.</summary>
    [Parameter]
    public string? UserAgent { get; set; }

    /// <summary>Asks the server to close the connection after the response.</summary>
    [Parameter]
    public SwitchParameter DisableKeepAlive { get; set; }

    /// <summary>
    /// The time within which the header of the response must arrive, in seconds. 0, the default, means no limit, except
    /// that making a connection may take at most 100 seconds.
    /// </summary>
    [Parameter]
    [Alias("TimeoutSec")]
    [ValidateRange(0, int.MaxValue)]
    public int ConnectionTimeoutSeconds { get; set; }

    /// <summary>
    /// The time that each read of the response's body may take, in seconds. 0, the default, means no limit.
    /// </summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int OperationTimeoutSeconds { get; set; }

    /// <summary>Header fields to add to the request.</summary>
    [Parameter]
    public IDictionary? Headers { get; set; }

    /// <summary>Sends header fields of an unusual form unchanged.</summary>
    [Parameter]
    public SwitchParameter SkipHeaderValidation { get; set; }

    /// <summary>Follows a redirect from https to http, without credentials and cookies.</summary>
    [Parameter]
    public SwitchParameter AllowInsecureRedirect { get; set; }

    /// <summary>
    /// The maximum number of redirects to follow; 0 means none. The default is that of the session, or else 50.
    /// </summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int MaximumRedirection { get; set; } = -1;

    /// <summary>
    /// How often a request is tried again when the server responds with a status of 400 to 599, or 304. The default is
    /// 0.
    /// </summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int MaximumRetryCount { get; set; }

    /// <summary>
    /// The time between retries, in seconds, unless the server gives one (Retry-After). The default is 5. Use this
    /// parameter with -MaximumRetryCount.
    /// </summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int RetryIntervalSec { get; set; } = 5;

    /// <summary>
    /// Sends the Authorization field and the client certificate also after redirects to other hosts, if a pin covers
    /// them.
    /// </summary>
    [Parameter]
    public SwitchParameter PreserveAuthorizationOnRedirect { get; set; }

    /// <summary>Keeps the request method, and the body, when a redirect is followed.</summary>
    [Parameter]
    public SwitchParameter PreserveHttpMethodOnRedirect { get; set; }

    /// <summary>The method of the request. The default is GET.</summary>
    [Parameter(ParameterSetName = StandardMethod)]
    [Parameter(ParameterSetName = StandardMethodNoProxy)]
    public WebRequestMethod Method { get; set; } = WebRequestMethod.Default;

    /// <summary>A request method that -Method does not have.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CustomMethodSet)]
    [Parameter(Mandatory = true, ParameterSetName = CustomMethodNoProxy)]
    [Alias("CM")]
    [ValidateNotNullOrEmpty]
    public string? CustomMethod { get; set; }

#if NET
    /// <summary>
    /// The Unix domain socket to connect to instead of the host. TLS and the pins are those of the host.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public UnixDomainSocketEndPoint? UnixSocket { get; set; }
#endif

    /// <summary>Does not use a proxy, regardless of the system's settings.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CustomMethodNoProxy)]
    [Parameter(Mandatory = true, ParameterSetName = StandardMethodNoProxy)]
    public SwitchParameter NoProxy { get; set; }

    /// <summary>
    /// The proxy to connect through: http://host:port or socks5://host:port. The proxy sees only the host and port of
    /// the request. The default is the system's proxy.
    /// </summary>
    [Parameter(ParameterSetName = StandardMethod)]
    [Parameter(ParameterSetName = CustomMethodSet)]
    public Uri? Proxy { get; set; }

    /// <summary>The user name and password for the proxy. Use this parameter with -Proxy.</summary>
    [Parameter(ParameterSetName = StandardMethod)]
    [Parameter(ParameterSetName = CustomMethodSet)]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>Authenticates to the proxy as the current user. Use this parameter with -Proxy.</summary>
    [Parameter(ParameterSetName = StandardMethod)]
    [Parameter(ParameterSetName = CustomMethodSet)]
    public SwitchParameter ProxyUseDefaultCredentials { get; set; }

    /// <summary>
    /// The body of the request: a string, bytes, a dictionary (a form, or the query of a GET), a stream or XML.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    public object? Body { get; set; }

    /// <summary>A form with strings and files, sent as multipart/form-data.</summary>
    [Parameter]
    public IDictionary? Form { get; set; }

    /// <summary>The media type of the request's body.</summary>
    [Parameter]
    public string? ContentType { get; set; }

    /// <summary>The value of the Transfer-Encoding header field.</summary>
    [Parameter]
    [Alias("Tr")]
    [ValidateSet("chunked", "compress", "deflate", "gzip", "identity", IgnoreCase = true)]
    public string? TransferEncoding { get; set; }

    /// <summary>A file to send as the body of the request.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? InFile { get; set; }

    /// <summary>
    /// The file in which to save the body of the response. If it is a folder, the file is named after the last part of
    /// the address.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OutFile { get; set; }

    /// <summary>Writes the result to the pipeline in addition to the file of -OutFile.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>
    /// Continues a download that was cut off, and keeps what was received if it is cut off again. Use this parameter
    /// with -OutFile.
    /// </summary>
    [Parameter]
    public SwitchParameter Resume { get; set; }

    /// <summary>Returns a response of any status as a result instead of reporting an error.</summary>
    [Parameter]
    public SwitchParameter SkipHttpErrorCheck { get; set; }
}
