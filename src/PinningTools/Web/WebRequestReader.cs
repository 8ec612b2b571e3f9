using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>Turns the parameters of a web command and its session into a run.</summary>
/// <param name="cmdlet">The command.</param>
/// <param name="pump">The pump of the command.</param>
/// <param name="given">The parameters of the command.</param>
internal sealed class WebRequestReader(PSCmdlet cmdlet, CmdletPump pump, IWebParameters given)
{
    /// <summary>What applies to a command that a session sends through its pins; null for a command with pins of its own.</summary>
    internal SessionRules? Session { get; init; }

    /// <summary>Reads one run of the command: everything it does for one input.</summary>
    /// <param name="policies">The source of policies if no pins are given with the request.</param>
    /// <param name="take">Takes each page.</param>
    /// <param name="maximumPages">The maximum number of pages to request, each linked from the page before.</param>
    /// <exception cref="PinningException">The parameters conflict, or cannot be used.</exception>
    internal WebRun Read(OverriddenPolicies policies, Func<WebPage, Task> take, int maximumPages) =>
        new(ReadRequest(policies), OutFile)
        {
            KeepsBody = given.OutFile is null || given.PassThru,
            TakesAnyStatus = given.SkipHttpErrorCheck,
            MaximumPages = maximumPages,
            Take = take,
            Report = fault => pump.Error(FaultRecord.From(fault)),
        };

    private PinnedWebRequest ReadRequest(OverriddenPolicies policies)
    {
        WebParameters.Validate(given);
        Uri uri = PinnedWebRequest.ReadUri(
            Session is null ? given.Uri!.OriginalString : UriText.WithoutUserInfo(given.Uri!));
        if (given.Pin.Length > 0)
        {
            IPolicySource? others = PolicyReader.IsStoreGiven(given) ? policies.Policies : null;
            policies = policies with { Policies = PinsFor(PinnedWebRequest.TargetOf(uri), others) };
        }

        WebSession session = WebSessionReader.Open(cmdlet, given);
        // As in Invoke-WebRequest, with any -CustomMethod too: -Method is then left at its default.
        bool takesQuery = given.Method is WebRequestMethod.Default or WebRequestMethod.Get;
        IDictionary? query = takesQuery ? WebBody.AsQuery(given.Body) : null;
        TlsTarget target = PinnedWebRequest.TargetOf(uri);
        PinnedWebRequest request = new()
        {
            Uri = query is null ? uri : WithQuery(uri, query),
            Policies = Session is null ? CheckSkipping(policies, target) : policies,
            Method = PinnedWebRequest.ReadMethod(MethodName),
            Headers = session.Fields,
            SkipHeaderValidation = given.SkipHeaderValidation,
            UserAgent = session.UserAgent,
            UsualUserAgent = WebSession.UsualUserAgent,
            Body = query is null ? ReadBody() : null,
            ContentType = given.ContentType,
            TransferEncoding = given.TransferEncoding,
            DisableKeepAlive = given.DisableKeepAlive,
            HttpVersion = given.HttpVersion,
            ResumeFrom = ReadResumption(),
            Cookies = session.Cookies,
            HasSession = session.Genuine is not null,
            Credentials = session.Credentials,
            Connection = ReadConnection(session),
            Proxy = ProxyFinder(session),
            MaximumRedirection = session.MaximumRedirection < 0
                ? PinnedWebRequest.UsualRedirections
                : session.MaximumRedirection,
            AllowInsecureRedirect = given.AllowInsecureRedirect,
            AllowUnpinnedRedirect = given.AllowUnpinnedRedirect,
            PreserveAuthorization = given.PreserveAuthorizationOnRedirect,
            PreserveMethod = given.PreserveHttpMethodOnRedirect,
            MaximumRetryCount = session.MaximumRetryCount,
            RetryInterval = TimeSpan.FromSeconds(session.RetryIntervalSec),
            ConnectionTimeout = Seconds(given.ConnectionTimeoutSeconds),
            OperationTimeout = Seconds(given.OperationTimeoutSeconds),
            Verbose = cmdlet.IsVerbose() ? pump.Verbose : null,
            Warning = pump.Warning,
            Heard = () => pump.PostAsync(() => { }),
        };
        return Session is null ? request : Session.Apply(request, target, given.SkipCertificateCheck);
    }

    /// <summary>The file or folder for the body, or null.</summary>
    private string? OutFile =>
        given.OutFile is { } path ? PathReader.Resolve(cmdlet, path, literal: true)[0] : null;

    private string MethodName =>
        given.CustomMethod ?? (given.Method == WebRequestMethod.Default ? "GET" : given.Method.ToString());

    private InlinePins PinsFor(TlsTarget target, IPolicySource? others) =>
        new(target, new PinPolicy { Pins = PinArgumentReader.Read(given.Pin, target) }, others);

    private ConnectionOptions ReadConnection(WebSession session) => new()
    {
        // One that came as the base class has no key that could be used, and is refused for it.
        ClientCertificate = session.Certificate is { } certificate
            ? Internal.ClientCertificate.From(certificate as X509Certificate2 ?? new X509Certificate2(certificate))
            : null,
        Protocols = (SslProtocols)(int)given.SslProtocol,
        LocalEndPoint = LocalEndPoint,
    };

#if NET
    private EndPoint? LocalEndPoint => given.UnixSocket;
#else
    private static EndPoint? LocalEndPoint => null;
#endif

    /// <summary>
    /// The proxy of the command or the session, else the system's, unless -NoProxy is given. The system's proxy is not
    /// the server of a Unix socket, so it is not used there.
    /// </summary>
    private Func<Uri, ProxySettings?> ProxyFinder(WebSession session)
    {
        IWebProxy? chosen = session.Proxy;
        if (given.NoProxy || (chosen is null && LocalEndPoint is not null)) return _ => null;
        return uri => ProxyChoice.For(uri, chosen);
    }

    private RequestBody? ReadBody()
    {
        if (given.Form is { } form) return WebBody.FromForm(form);
        if (given.Body is { } body) return WebBody.From(body);
        if (given.InFile is not { } name) return null;
        IReadOnlyList<string> files = PathReader.Resolve(cmdlet, name, literal: false);
        if (files.Count != 1) throw new PinningException(Faults.InFileAmbiguous(name));
        if (Directory.Exists(files[0])) throw new PinningException(Faults.InFileIsFolder(name));
        return Presence.Exists(files[0])
            ? RequestBody.FromFile(files[0])
            : throw new PinningException(Faults.FileNotFound(name));
    }

    private long? ReadResumption()
    {
        if (!given.Resume) return null;
        string file = OutFile!;
        if (Directory.Exists(file)) throw new PinningException(Faults.ResumeIntoFolder(file));
        return Presence.Exists(file) ? new FileInfo(file).Length : 0;
    }

    private static Uri WithQuery(Uri uri, IDictionary fields)
    {
        string before = uri.Query.Length > 1 ? uri.Query.Substring(1) + "&" : "";
        string whole = $"{uri.GetLeftPart(UriPartial.Path)}?{before}{RequestBody.Encode(fields)}{uri.Fragment}";
        return UriText.TryRead(whole, out Uri? read) ? read : throw new PinningException(Faults.UriInvalid(whole));
    }

    /// <summary>
    /// -SkipCertificateCheck skips nothing where the key alone decides about the host of -Uri. Each later hop has its own
    /// host's policy, whatever was given.
    /// </summary>
    private OverriddenPolicies CheckSkipping(OverriddenPolicies policies, TlsTarget target)
    {
        if (!given.SkipCertificateCheck) return policies;
        return policies.IsKeyAlone(target) ? policies : throw new PinningException(Faults.SkipCertificateCheckRefused(
            DefaultParameter.KeyOf(cmdlet, nameof(given.SkipCertificateCheck))));
    }

    private static TimeSpan Seconds(int seconds) =>
        seconds > 0 ? TimeSpan.FromSeconds(seconds) : Timeout.InfiniteTimeSpan;
}
