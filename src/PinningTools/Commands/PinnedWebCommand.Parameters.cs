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

/// <content>The parameters of Invoke-WebRequest and Invoke-RestMethod, and those that pins add.</content>
public abstract partial class PinnedWebCommand
{
    private const string StandardMethod = "StandardMethod";
    private const string StandardMethodNoProxy = "StandardMethodNoProxy";
    private const string CustomMethodSet = "CustomMethod";
    private const string CustomMethodNoProxy = "CustomMethodNoProxy";

    /// <summary>The address; https, which is meant where no scheme is written.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public Uri? Uri { get; set; }

    /// <summary>
    /// The pins, any of which is enough: text, pin objects, certificates. A backup pin belongs among them. They cover
    /// the host and port of -Uri, and nothing that it redirects to.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(PinCompleter))]
    [PinTransform]
    public PinArgument[] Pin { get; set; } = [];

    /// <summary>The pin sets to look each host up in, where there is no -Pin.</summary>
    [Parameter]
    [PinSetTransform]
    public PinSet[] PinSet { get; set; } = [];

    /// <summary>
    /// The pin store to look each host up in, where there is neither -Pin nor -PinSet. Without it, the file that
    /// $env:PINNINGTOOLS_STORE names, else the user's own.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PinStore { get; set; }

    /// <summary>
    /// Trusts the leaf's key alone, without chain and name: for appliances with a certificate of their own.
    /// </summary>
    [Parameter]
    public SwitchParameter PinOnly { get; set; }

    /// <summary>
    /// Root certificates that replace the platform's trusted roots: paths of files, PEM text or certificates.
    /// Intermediates among them help to build a chain, and none ends in them.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [PemLines]
    public object[] TrustAnchor { get; set; } = [];

    /// <summary>Warns of a pin that does not match, and goes on. Chain and name errors stay errors.</summary>
    [Parameter]
    public SwitchParameter ReportOnly { get; set; }

    /// <summary>Asks the authorities which certificates of the chain were revoked; that goes to the network.</summary>
    [Parameter]
    public SwitchParameter CheckRevocation { get; set; }

    /// <summary>Follows a redirection to a host that no pin covers, after ordinary validation, and without credentials,
    /// cookies, the caller's own header fields and a body.</summary>
    [Parameter]
    public SwitchParameter AllowUnpinnedRedirect { get; set; }

    /// <summary>Has no effect, as in PowerShell 7: pages are always parsed simply.</summary>
    [Parameter(DontShow = true)]
    public SwitchParameter UseBasicParsing { get; set; }

    /// <summary>The version of HTTP, 1.1 or 2.0.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(HttpVersionCompleter))]
    [VersionTransform]
    public Version? HttpVersion { get; set; }

    /// <summary>
    /// A session with cookies, headers and credentials, made by -SessionVariable here or of Invoke-WebRequest.
    /// </summary>
    [Parameter]
    public object? WebSession { get; set; }

    /// <summary>The name of a variable that gets the session, for -WebSession later.</summary>
    [Parameter]
    [Alias("SV")]
    public string? SessionVariable { get; set; }

    /// <summary>Refused: credentials are not sent in the clear.</summary>
    [Parameter(DontShow = true)]
    public SwitchParameter AllowUnencryptedAuthentication { get; set; }

    /// <summary>How to log on: Basic with -Credential, Bearer or OAuth with -Token.</summary>
    [Parameter]
    public WebAuthenticationType Authentication { get; set; } = WebAuthenticationType.None;

    /// <summary>
    /// The name and password to answer the server's challenge with, or to send at once with -Authentication Basic.
    /// </summary>
    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>Answers the server's challenge as the current user.</summary>
    [Parameter]
    public SwitchParameter UseDefaultCredentials { get; set; }

    /// <summary>The thumbprint of the client certificate in the current user's store.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CertificateThumbprint { get; set; }

    /// <summary>
    /// The client certificate with its key. A server sees it only after it was judged, and another host than the one of
    /// -Uri only with -PreserveAuthorizationOnRedirect.
    /// </summary>
    [Parameter]
    [CertificateFileTransform]
    [ValidateNotNull]
    public X509Certificate? Certificate { get; set; }

    /// <summary>Refused: use -PinOnly with the key's pin.</summary>
    [Parameter(DontShow = true)]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>The versions of TLS to offer.</summary>
    [Parameter]
    public WebSslProtocol SslProtocol { get; set; } = WebSslProtocol.Default;

    /// <summary>The token of -Authentication Bearer or OAuth.</summary>
    [Parameter]
    public SecureString? Token { get; set; }

    /// <summary>The User-Agent field.</summary>
    [Parameter]
    public string? UserAgent { get; set; }

    /// <summary>Asks the server to close the connection after the response.</summary>
    [Parameter]
    public SwitchParameter DisableKeepAlive { get; set; }

    /// <summary>The seconds until the response's header must be there; 0 for no limit.</summary>
    [Parameter]
    [Alias("TimeoutSec")]
    [ValidateRange(0, int.MaxValue)]
    public int ConnectionTimeoutSeconds { get; set; }

    /// <summary>The seconds each read of the body may take; 0 for no limit.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int OperationTimeoutSeconds { get; set; }

    /// <summary>The header fields of the request.</summary>
    [Parameter]
    public IDictionary? Headers { get; set; }

    /// <summary>Sends header fields of an unusual form as they are.</summary>
    [Parameter]
    public SwitchParameter SkipHeaderValidation { get; set; }

    /// <summary>Follows a redirection from https to http, without credentials and cookies.</summary>
    [Parameter]
    public SwitchParameter AllowInsecureRedirect { get; set; }

    /// <summary>How many redirections are followed; 0 for none.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int MaximumRedirection { get; set; } = -1;

    /// <summary>
    /// How often a request is sent again when the server answers with a status of 400 to 599, or 304.
    /// </summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int MaximumRetryCount { get; set; }

    /// <summary>The seconds between retries, where the server does not say.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int RetryIntervalSec { get; set; } = 5;

    /// <summary>
    /// Keeps the Authorization field and the client certificate on redirections to hosts that a pin covers.
    /// </summary>
    [Parameter]
    public SwitchParameter PreserveAuthorizationOnRedirect { get; set; }

    /// <summary>Keeps the method on redirections.</summary>
    [Parameter]
    public SwitchParameter PreserveHttpMethodOnRedirect { get; set; }

    /// <summary>The method.</summary>
    [Parameter(ParameterSetName = StandardMethod)]
    [Parameter(ParameterSetName = StandardMethodNoProxy)]
    public WebRequestMethod Method { get; set; } = WebRequestMethod.Default;

    /// <summary>A method that -Method does not know.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CustomMethodSet)]
    [Parameter(Mandatory = true, ParameterSetName = CustomMethodNoProxy)]
    [Alias("CM")]
    [ValidateNotNullOrEmpty]
    public string? CustomMethod { get; set; }

#if NET
    /// <summary>A Unix domain socket to connect to in place of the host; TLS and the pins are the host's.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public UnixDomainSocketEndPoint? UnixSocket { get; set; }
#endif

    /// <summary>Uses no proxy, whatever the system's settings are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CustomMethodNoProxy)]
    [Parameter(Mandatory = true, ParameterSetName = StandardMethodNoProxy)]
    public SwitchParameter NoProxy { get; set; }

    /// <summary>
    /// The proxy: http://host:port or socks5://host:port. It sees host and port of the request, and nothing else.
    /// </summary>
    [Parameter(ParameterSetName = StandardMethod)]
    [Parameter(ParameterSetName = CustomMethodSet)]
    public Uri? Proxy { get; set; }

    /// <summary>The name and password for the proxy.</summary>
    [Parameter(ParameterSetName = StandardMethod)]
    [Parameter(ParameterSetName = CustomMethodSet)]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>Logs on to the proxy as the current user.</summary>
    [Parameter(ParameterSetName = StandardMethod)]
    [Parameter(ParameterSetName = CustomMethodSet)]
    public SwitchParameter ProxyUseDefaultCredentials { get; set; }

    /// <summary>The body: text, bytes, a dictionary (a form, or the query of a GET), a stream, XML.</summary>
    [Parameter(ValueFromPipeline = true)]
    public object? Body { get; set; }

    /// <summary>A form of texts and files, sent as multipart/form-data.</summary>
    [Parameter]
    public IDictionary? Form { get; set; }

    /// <summary>The media type of the body.</summary>
    [Parameter]
    public string? ContentType { get; set; }

    /// <summary>The Transfer-Encoding field.</summary>
    [Parameter]
    [ValidateSet("chunked", "compress", "deflate", "gzip", "identity", IgnoreCase = true)]
    public string? TransferEncoding { get; set; }

    /// <summary>A file to send as the body.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? InFile { get; set; }

    /// <summary>A file for the response's body, or a folder: the name is then the last part of the address.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OutFile { get; set; }

    /// <summary>Writes the result as well as the file of -OutFile.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Goes on with a download that broke off, and keeps what came if it breaks off again.</summary>
    [Parameter]
    public SwitchParameter Resume { get; set; }

    /// <summary>Takes a response of any status as a result.</summary>
    [Parameter]
    public SwitchParameter SkipHttpErrorCheck { get; set; }
}
