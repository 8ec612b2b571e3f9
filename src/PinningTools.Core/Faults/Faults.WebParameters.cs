using System;

namespace PinningTools.Internal;

/// <content>What Invoke-WebRequest calls a validation error has its id here too: scripts switch on it.</content>
internal static partial class Faults
{
    internal static Fault MethodInvalid(string method, string why) => new(
        "MethodInvalid", FaultKind.InvalidArgument, method,
        $"'{method}' cannot be sent as a method: {why}.",
        "Give one word of letters, digits and hyphens as -CustomMethod, such as PROPFIND.");

    internal static Fault CredentialInvalid(string? userName) => new(
        "CredentialInvalid", FaultKind.InvalidArgument, userName,
        $"The user name '{userName}' cannot be taken apart into a user and a domain.",
        "Write it as user, user@domain or domain\\user; -Authentication Basic sends any name as it is.");

    internal static Fault SkipCertificateCheckRefused() => new(
        "SkipCertificateCheckRefused", FaultKind.InvalidArgument, "SkipCertificateCheck",
        "-SkipCertificateCheck would accept an impostor, so it does not exist here.",
        "Trust the one key instead: -PinOnly -Pin (Get-SpkiPin HOST -Role Leaf), after comparing the pin over "
            + "another channel.");

    internal static Fault UnencryptedAuthenticationRefused() => new(
        "UnencryptedAuthenticationRefused", FaultKind.InvalidArgument, "AllowUnencryptedAuthentication",
        "-AllowUnencryptedAuthentication would send credentials in the clear, so it does not exist here.",
        "Use the https address. Where the server has none, Invoke-WebRequest can do it.");

    internal static Fault SessionConflict() => new(
        "WebCmdletSessionConflictException", FaultKind.InvalidArgument, null,
        "-WebSession and -SessionVariable exclude each other.", "Give the session you have, or the name of a new one.");

    internal static Fault SessionDeserialized() => new(
        "SessionDeserialized", FaultKind.InvalidArgument, "WebSession",
        "The session went through a job or another machine and holds no cookies any more.",
        "Make the session where it is used: -SessionVariable in the same process.");

    internal static Fault SessionInvalid(string type) => new(
        "SessionInvalid", FaultKind.InvalidArgument, "WebSession",
        $"A {type} is no web session.", "Give the variable that -SessionVariable made.");

    internal static Fault AuthenticationConflict() => new(
        "WebCmdletAuthenticationConflictException", FaultKind.InvalidArgument, null,
        "-Authentication and -UseDefaultCredentials exclude each other.", "Leave out one of them.");

    internal static Fault AuthenticationTokenConflict() => new(
        "WebCmdletAuthenticationTokenConflictException", FaultKind.InvalidArgument, null,
        "-Credential and -Token exclude each other.", "Give -Credential with Basic, -Token with Bearer and OAuth.");

    internal static Fault AuthenticationCredentialMissing() => new(
        "WebCmdletAuthenticationCredentialNotSuppliedException", FaultKind.InvalidArgument, null,
        "-Authentication Basic needs -Credential.", "Give -Credential.");

    internal static Fault AuthenticationTokenMissing() => new(
        "WebCmdletAuthenticationTokenNotSuppliedException", FaultKind.InvalidArgument, null,
        "-Authentication Bearer and OAuth need -Token.", "Give -Token as a secure string.");

    internal static Fault CredentialConflict() => new(
        "WebCmdletCredentialConflictException", FaultKind.InvalidArgument, null,
        "-Credential and -UseDefaultCredentials exclude each other.", "Leave out one of them.");

    internal static Fault WebProxyCredentialConflict() => new(
        "WebCmdletProxyCredentialConflictException", FaultKind.InvalidArgument, null,
        "-ProxyCredential and -ProxyUseDefaultCredentials exclude each other.", "Leave out one of them.");

    internal static Fault ProxyUriMissing() => new(
        "WebCmdletProxyUriNotSuppliedException", FaultKind.InvalidArgument, null,
        "Credentials for a proxy were given, but no proxy.", "Give -Proxy.");

    internal static Fault BodyConflict() => new(
        "WebCmdletBodyConflictException", FaultKind.InvalidArgument, null,
        "-Body and -InFile exclude each other.", "Give one of them.");

    internal static Fault BodyFormConflict() => new(
        "WebCmdletBodyFormConflictException", FaultKind.InvalidArgument, null,
        "-Body and -Form exclude each other.", "Give one of them.");

    internal static Fault FormInFileConflict() => new(
        "WebCmdletFormInFileConflictException", FaultKind.InvalidArgument, null,
        "-InFile and -Form exclude each other.", "Give one of them; a form can hold files: @{ name = Get-Item FILE }.");

    internal static Fault InFileIsFolder(string path) => new(
        "WebCmdletInFileNotFilePathException", FaultKind.InvalidArgument, path,
        $"'{path}' is a folder.", "Give -InFile a file.");

    internal static Fault InFileAmbiguous(string path) => new(
        "WebCmdletInFileMultiplePathsResolvedException", FaultKind.InvalidArgument, path,
        $"'{path}' names several files, or none.", "Give -InFile the path of one file.");

    internal static Fault OutFileMissing(string parameter) => new(
        "WebCmdletOutFileMissingException", FaultKind.InvalidArgument, parameter,
        $"-{parameter} needs -OutFile.", "Give -OutFile.");

    internal static Fault ResumeIntoFolder(string path) => new(
        "WebCmdletResumeNotFilePathException", FaultKind.InvalidArgument, path,
        $"-Resume goes on with a file, and '{path}' is a folder.", "Give -OutFile the path of the file.");

    internal static Fault CertificateNotFound(string thumbprint) => new(
        "WebCmdletCertificateException", FaultKind.Security, thumbprint,
        $"There is no certificate with the thumbprint '{thumbprint}' in the current user's store.",
        "List them with Get-ChildItem Cert:\\CurrentUser\\My, or give the certificate as -Certificate.");

    internal static Fault ResponseStatus(int status, string? phrase, Uri uri) => new(
        "WebCmdletWebResponseException", FaultKind.InvalidData, RedactedUri.Of(uri),
        $"Response status code does not indicate success: {status} ({phrase}).",
        "The response is the Response of the error's exception, its body the error's details; -SkipHttpErrorCheck "
        + "takes it as a result.");

    internal static Fault MaximumRedirectExceeded(Uri uri) => new(
        "MaximumRedirectExceeded", FaultKind.InvalidData, RedactedUri.Of(uri),
        $"{RedactedUri.Of(uri)} redirects, and -MaximumRedirection 0 follows none.", "Raise -MaximumRedirection.");

    internal static Fault ParameterUnsupported(string parameter, string why) => new(
        "ParameterUnsupported", FaultKind.NotSupported, parameter,
        $"-{parameter} is not supported: {why}", "See docs/WEB-PARITY.md.");
}
