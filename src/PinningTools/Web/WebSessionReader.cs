using System;
using System.Collections;
using System.Management.Automation;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace PinningTools.Internal;

/// <summary>The session of a web command; as in Invoke-WebRequest, what a command is given stays in it.</summary>
internal static class WebSessionReader
{
    /// <exception cref="PinningException">There is no such session or certificate.</exception>
    internal static WebSession Open(PSCmdlet cmdlet, IWebParameters given)
    {
        WebSession session = given.WebSession is { } known ? WebSession.From(known)
            : given.SessionVariable is not null ? WebSession.Create()
            : WebSession.None();
        if (given.SessionVariable is { } variable) cmdlet.SessionState.PSVariable.Set(variable, session.Genuine);
        TakeLogon(session, given);
        if (FindCertificate(given) is { } certificate) session.Certificate = certificate;
        if (given.NoProxy) session.Proxy = null;
        else if (given.Proxy is { } proxy) session.Proxy = new WebProxy(proxy) { Credentials = ProxyLogon(given) };
        if (given.UserAgent is { } own) session.UserAgent = own;
        if (given.MaximumRedirection >= 0) session.MaximumRedirection = given.MaximumRedirection;
        if (given.MaximumRetryCount > 0)
        {
            session.MaximumRetryCount = given.MaximumRetryCount;
            session.RetryIntervalSec = given.RetryIntervalSec;
        }

        foreach (DictionaryEntry field in given.Headers ?? new Hashtable())
            if (field.Value is not null) session.Headers[field.Key.ToString()!] = field.Value.ToString();
        if (session.Headers["User-Agent"] is string agent) session.UserAgent = agent;
        return session;
    }

    private static void TakeLogon(WebSession session, IWebParameters given)
    {
        if (given.Authentication == WebAuthenticationType.Basic)
            session.Headers["Authorization"] = "Basic " + BasicToken(given.Credential!);
        else if (given.Authentication != WebAuthenticationType.None)
            session.Headers["Authorization"] = "Bearer " + new NetworkCredential("", given.Token).Password;
        else if (given.Credential is { } credential) session.Credentials = Logon.Of(credential);
        else if (given.UseDefaultCredentials) session.UseDefaultCredentials();
    }

    private static string BasicToken(PSCredential credential) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.UserName}:{Logon.PasswordOf(credential)}"));

    private static ICredentials? ProxyLogon(IWebParameters given) =>
        given.ProxyUseDefaultCredentials ? CredentialCache.DefaultCredentials : Logon.Of(given.ProxyCredential);

    private static X509Certificate? FindCertificate(IWebParameters given)
    {
        if (given.CertificateThumbprint is not { } thumbprint) return given.Certificate;
        try
        {
            using var store = new X509Store(StoreName.My, StoreLocation.CurrentUser);
            store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
            X509Certificate2Collection found =
                store.Certificates.Find(X509FindType.FindByThumbprint, thumbprint, validOnly: false);
            return found.Count > 0 ? found[0] : throw new PinningException(Faults.CertificateNotFound(thumbprint));
        }
        catch (CryptographicException error)
        {
            // There is no store at all, as for a user who never had a certificate.
            throw new PinningException(Faults.CertificateNotFound(thumbprint), error);
        }
    }
}
