using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Net;
using System.Net.Http;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <content>From the parameters, and what the session remembers, to a request.</content>
public abstract partial class PinnedWebCommand
{
    private WebOrder MakeOrder()
    {
        Uri uri = PinnedWebRequest.ReadUri(Uri!.OriginalString);
        TlsTarget target = PinnedWebRequest.TargetOf(uri);
        IPolicySource policies = _policies
            ?? new InlinePins(target, new PinPolicy { Pins = PinArgumentReader.Read(Pin, target) });
        WebSession session = OpenSession();
        string name = CustomMethod ?? (Method == WebRequestMethod.Default ? "GET" : Method.ToString());
        // As in Invoke-WebRequest, with any -CustomMethod too: -Method is then left at its default.
        bool takesQuery = Method is WebRequestMethod.Default or WebRequestMethod.Get;
        IDictionary? query = takesQuery ? WebBody.AsQuery(Body) : null;
        string? outFile = OutFile is null ? null : PathReader.Resolve(this, OutFile, literal: true)[0];
        if (Resume && Directory.Exists(outFile)) throw new PinningException(Faults.ResumeIntoFolder(outFile!));
        var request = new PinnedWebRequest
        {
            Uri = query is null ? uri : WithQuery(uri, query),
            Policies = policies,
            Trust = _trust,
            ReportOnly = ReportOnly,
            CheckRevocation = CheckRevocation,
            Method = PinnedWebRequest.ReadMethod(name),
            Headers = session.Fields,
            SkipHeaderValidation = SkipHeaderValidation,
            UserAgent = session.UserAgent,
            UsualUserAgent = Internal.WebSession.UsualUserAgent,
            Body = query is null ? MakeBody() : null,
            ContentType = ContentType,
            TransferEncoding = TransferEncoding,
            DisableKeepAlive = DisableKeepAlive,
            HttpVersion = HttpVersion,
            ResumeFrom = Resume ? SizeOf(outFile!) : null,
            Cookies = session.Cookies,
            Credentials = session.Credentials,
            ClientCertificate = session.Certificate is X509Certificate2 own ? Internal.ClientCertificate.From(own) : null,
            Protocols = (SslProtocols)(int)SslProtocol,
            Proxy = ProxyFinder(session),
#if NET
            LocalEndPoint = UnixSocket,
#endif
            MaximumRedirection = session.MaximumRedirection < 0
                ? PinnedWebRequest.UsualRedirections
                : session.MaximumRedirection,
            AllowInsecureRedirect = AllowInsecureRedirect,
            AllowUnpinnedRedirect = AllowUnpinnedRedirect,
            PreserveAuthorization = PreserveAuthorizationOnRedirect,
            PreserveMethod = PreserveHttpMethodOnRedirect,
            MaximumRetryCount = session.MaximumRetryCount,
            RetryInterval = TimeSpan.FromSeconds(session.RetryIntervalSec),
            ConnectionTimeout = Seconds(ConnectionTimeoutSeconds),
            OperationTimeout = Seconds(OperationTimeoutSeconds),
            Verbose = IsVerbose ? Pump.Verbose : null,
            Warning = Pump.Warning,
            Heard = () => Pump.PostAsync(() => { }),
        };
        return new WebOrder(request, outFile);
    }

    /// <summary>As in Invoke-WebRequest, what a command is given stays in its session.</summary>
    private WebSession OpenSession()
    {
        WebSession session = WebSession is { } given ? Internal.WebSession.From(given)
            : SessionVariable is not null ? Internal.WebSession.Create()
            : Internal.WebSession.None();
        if (SessionVariable is not null) SessionState.PSVariable.Set(SessionVariable, session.Genuine);
        if (Authentication == WebAuthenticationType.Basic)
            session.Headers["Authorization"] = "Basic " + BasicToken(Credential!);
        else if (Authentication != WebAuthenticationType.None)
            session.Headers["Authorization"] = "Bearer " + new NetworkCredential("", Token).Password;
        else if (Credential is not null) session.Credentials = Logon.Of(Credential);
        else if (UseDefaultCredentials) session.UseDefaultCredentials();
        if (FindCertificate() is { } certificate) session.Certificate = certificate;
        if (NoProxy) session.Proxy = null;
        else if (Proxy is not null) session.Proxy = new WebProxy(Proxy) { Credentials = ProxyLogon() };
        if (UserAgent is not null) session.UserAgent = UserAgent;
        if (MaximumRedirection >= 0) session.MaximumRedirection = MaximumRedirection;
        if (MaximumRetryCount > 0)
        {
            session.MaximumRetryCount = MaximumRetryCount;
            session.RetryIntervalSec = RetryIntervalSec;
        }

        foreach (DictionaryEntry field in Headers ?? new Hashtable())
            if (field.Value is not null) session.Headers[field.Key.ToString()!] = field.Value.ToString();
        if (session.Headers["User-Agent"] is string agent) session.UserAgent = agent;
        return session;
    }

#if NET
    private bool IsLocal => UnixSocket is not null;
#else
    private static bool IsLocal => false;
#endif

    private ICredentials? ProxyLogon() =>
        ProxyUseDefaultCredentials ? CredentialCache.DefaultCredentials : Logon.Of(ProxyCredential);

    /// <summary>
    /// The proxy of the command or the session, else the system's, unless none is wanted. The system's is not what
    /// listens on a Unix socket, and so not to be logged on to there.
    /// </summary>
    private Func<Uri, ProxySettings?> ProxyFinder(WebSession session)
    {
        IWebProxy? chosen = session.Proxy;
        if (NoProxy || (chosen is null && IsLocal)) return _ => null;
        return uri => ProxyChoice.For(uri, chosen);
    }

    private static string BasicToken(PSCredential credential) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.UserName}:{Logon.PasswordOf(credential)}"));

    private X509Certificate? FindCertificate()
    {
        if (CertificateThumbprint is null) return Certificate;
        try
        {
            using var store = new X509Store(StoreName.My, StoreLocation.CurrentUser);
            store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
            X509Certificate2Collection found = store.Certificates.Find(
                X509FindType.FindByThumbprint, CertificateThumbprint, validOnly: false);
            return found.Count > 0
                ? found[0]
                : throw new PinningException(Faults.CertificateNotFound(CertificateThumbprint));
        }
        catch (CryptographicException error)
        {
            // There is no store at all, as for a user who never had a certificate.
            throw new PinningException(Faults.CertificateNotFound(CertificateThumbprint), error);
        }
    }

    /// <summary>Whether somebody would see it: each line costs a turn of the pipeline thread.</summary>
    private bool IsVerbose => MyInvocation.BoundParameters.ContainsKey("Verbose")
        || GetVariableValue("VerbosePreference") is not ActionPreference.SilentlyContinue;

    private RequestBody? MakeBody()
    {
        if (Form is not null) return WebBody.FromForm(Form);
        if (Body is not null) return WebBody.From(Body);
        if (InFile is null) return null;
        IReadOnlyList<string> files = PathReader.Resolve(this, InFile, literal: false);
        if (files.Count != 1) throw new PinningException(Faults.InFileAmbiguous(InFile));
        if (Directory.Exists(files[0])) throw new PinningException(Faults.InFileIsFolder(InFile));
        return Presence.Exists(files[0])
            ? RequestBody.FromFile(files[0])
            : throw new PinningException(Faults.FileNotFound(InFile));
    }

    private static Uri WithQuery(Uri uri, IDictionary fields)
    {
        string before = uri.Query.Length > 1 ? uri.Query.Substring(1) + "&" : "";
        string whole = $"{uri.GetLeftPart(UriPartial.Path)}?{before}{RequestBody.Encode(fields)}{uri.Fragment}";
        return UriText.TryRead(whole, out Uri? read) ? read : throw new PinningException(Faults.UriInvalid(whole));
    }

    private static long SizeOf(string path) => Presence.Exists(path) ? new FileInfo(path).Length : 0;

    private static TimeSpan Seconds(int seconds) =>
        seconds > 0 ? TimeSpan.FromSeconds(seconds) : Timeout.InfiniteTimeSpan;
}
