using System;
using PinningTools.Commands;

namespace PinningTools.Internal;

/// <summary>What parameters cannot go together.</summary>
internal static class WebParameters
{
    /// <exception cref="PinningException">They contradict each other, or ask for what is not done here.</exception>
    internal static void Validate(PinnedWebCommand command)
    {
        Refuse(command.SkipCertificateCheck, Faults.SkipCertificateCheckRefused);
        Refuse(command.AllowUnencryptedAuthentication, Faults.UnencryptedAuthenticationRefused);
        Refuse(command.WebSession is not null && command.SessionVariable is not null, Faults.SessionConflict);
        bool authenticates = command.Authentication != WebAuthenticationType.None;
        bool basic = command.Authentication == WebAuthenticationType.Basic;
        Refuse(command.UseDefaultCredentials && authenticates, Faults.AuthenticationConflict);
        bool hasBoth = command.Token is not null && command.Credential is not null;
        Refuse(authenticates && hasBoth, Faults.AuthenticationTokenConflict);
        Refuse(basic && command.Credential is null, Faults.AuthenticationCredentialMissing);
        Refuse(authenticates && !basic && command.Token is null, Faults.AuthenticationTokenMissing);
        Refuse(command.UseDefaultCredentials && command.Credential is not null, Faults.CredentialConflict);
        Refuse(command.Body is not null && command.InFile is not null, Faults.BodyConflict);
        Refuse(command.Body is not null && command.Form is not null, Faults.BodyFormConflict);
        Refuse(command.InFile is not null && command.Form is not null, Faults.FormInFileConflict);
        Refuse(command.OutFile is null && command.PassThru, () => Faults.OutFileMissing("PassThru"));
        Refuse(command.OutFile is null && command.Resume, () => Faults.OutFileMissing("Resume"));
        string version = command.HttpVersion?.ToString() ?? "";
        bool isKnown = version is "" or "1.0" or "1.1" or "2.0";
        Refuse(!isKnown, () => Faults.HttpVersionUnsupported(version));
        Refuse(command.ReportOnly && command.PinOnly, () => Faults.PinOnlyChecksNothing(null, "report-only mode"));
        bool logsOnToProxy = command.ProxyCredential is not null || command.ProxyUseDefaultCredentials;
        bool twice = command.ProxyCredential is not null && command.ProxyUseDefaultCredentials;
        Refuse(twice, Faults.WebProxyCredentialConflict);
        Refuse(command.Proxy is null && logsOnToProxy, Faults.ProxyUriMissing);
    }

    private static void Refuse(bool wrong, Func<Fault> why)
    {
        if (wrong) throw new PinningException(why());
    }
}
