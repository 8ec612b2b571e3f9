using System;

namespace PinningTools.Internal;

/// <summary>Checks for parameters that cannot be used together.</summary>
internal static class WebParameters
{
    /// <exception cref="PinningException">
    /// They contradict each other, or request something that is not supported.
    /// </exception>
    internal static void Validate(IWebParameters given)
    {
        Refuse(given.AllowUnencryptedAuthentication, Faults.UnencryptedAuthenticationRefused);
        Refuse(given.WebSession is not null && given.SessionVariable is not null, Faults.SessionConflict);
        bool authenticates = given.Authentication != WebAuthenticationType.None;
        bool basic = given.Authentication == WebAuthenticationType.Basic;
        Refuse(given.UseDefaultCredentials && authenticates, Faults.AuthenticationConflict);
        bool hasBoth = given.Token is not null && given.Credential is not null;
        Refuse(authenticates && hasBoth, Faults.AuthenticationTokenConflict);
        Refuse(basic && given.Credential is null, Faults.AuthenticationCredentialMissing);
        Refuse(authenticates && !basic && given.Token is null, Faults.AuthenticationTokenMissing);
        Refuse(given.UseDefaultCredentials && given.Credential is not null, Faults.CredentialConflict);
        Refuse(given.Body is not null && given.InFile is not null, Faults.BodyConflict);
        Refuse(given.Body is not null && given.Form is not null, Faults.BodyFormConflict);
        Refuse(given.InFile is not null && given.Form is not null, Faults.FormInFileConflict);
        Refuse(given.OutFile is null && given.PassThru, () => Faults.OutFileMissing("PassThru"));
        Refuse(given.OutFile is null && given.Resume, () => Faults.OutFileMissing("Resume"));
        string version = given.HttpVersion?.ToString() ?? "";
        bool isKnown = version is "" or "1.0" or "1.1" or "2.0";
        Refuse(!isKnown, () => Faults.HttpVersionUnsupported(version));
        Refuse(given.ReportOnly && given.PinOnly, () => Faults.PinOnlyChecksNothing(null, "report-only mode"));
        bool logsOnToProxy = given.ProxyCredential is not null || given.ProxyUseDefaultCredentials;
        bool twice = given.ProxyCredential is not null && given.ProxyUseDefaultCredentials;
        Refuse(twice, Faults.WebProxyCredentialConflict);
        Refuse(given.Proxy is null && logsOnToProxy, Faults.ProxyUriMissing);
    }

    private static void Refuse(bool wrong, Func<Fault> why)
    {
        if (wrong) throw new PinningException(why());
    }
}
