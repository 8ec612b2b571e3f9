using System;

namespace PinningTools.Internal;

/// <content>Validation errors have the same ids as in Invoke-WebRequest, because scripts switch on them.</content>
internal static partial class Faults
{
    internal static Fault MethodInvalid(string method, string why) => new(
        "MethodInvalid", FaultKind.InvalidArgument, method,
        $"'{method}' cannot be sent as a method: {why}.",
        "Give one word of letters, digits and hyphens as -CustomMethod, such as PROPFIND.");

    internal static Fault CredentialInvalid(string? userName) => new(
        "CredentialInvalid", FaultKind.InvalidArgument, userName,
        $"The user name '{userName}' cannot be split into a user and a domain.",
        "Write it as user, user@domain or domain\\user; -Authentication Basic sends any name unchanged.");

    /// <param name="key">The key in $PSDefaultParameterValues, or null if no default applies.</param>
    internal static Fault SkipCertificateCheckRefused(string? key) => new(
        "SkipCertificateCheckRefused", FaultKind.InvalidArgument, "SkipCertificateCheck",
        "-SkipCertificateCheck would accept an impostor. It is accepted only where -PinOnly, or the pin set of the host, "
            + "lets the key alone decide." + (key is null ? ""
                : $" $PSDefaultParameterValues['{key}'] is its default here; -SkipCertificateCheck:$false overrides it."),
        "Trust one key instead: -PinOnly -Pin (Get-SpkiPin HOST -Role Leaf), after you have confirmed the pin over "
            + "another channel.");

    internal static Fault UnencryptedAuthenticationRefused() => new(
        "UnencryptedAuthenticationRefused", FaultKind.InvalidArgument, "AllowUnencryptedAuthentication",
        "-AllowUnencryptedAuthentication would send credentials in plaintext, so it does not exist here.",
        "Use the https address. If the server has none, use Invoke-WebRequest.");

    internal static Fault SessionConflict() => new(
        "WebCmdletSessionConflictException", FaultKind.InvalidArgument, null,
        "-WebSession and -SessionVariable cannot be used together.", "Give an existing session, or the name of a "
            + "variable for a new one.");

    internal static Fault SessionDeserialized() => new(
        "SessionDeserialized", FaultKind.InvalidArgument, "WebSession",
        "The session went through a job or another machine and no longer has its cookies.",
        "Make the session in the process that uses it, with -SessionVariable.");

    internal static Fault SessionInvalid(string type) => new(
        "SessionInvalid", FaultKind.InvalidArgument, "WebSession",
        $"An object of type {type} is not a web session.", "Give the variable that -SessionVariable created.");

    internal static Fault AuthenticationConflict() => new(
        "WebCmdletAuthenticationConflictException", FaultKind.InvalidArgument, null,
        "-Authentication and -UseDefaultCredentials cannot be used together.", "Omit one of them.");

    internal static Fault AuthenticationTokenConflict() => new(
        "WebCmdletAuthenticationTokenConflictException", FaultKind.InvalidArgument, null,
        "-Credential and -Token cannot be used together.", "Give -Credential with Basic, and -Token with Bearer and "
            + "OAuth.");

    internal static Fault AuthenticationCredentialMissing() => new(
        "WebCmdletAuthenticationCredentialNotSuppliedException", FaultKind.InvalidArgument, null,
        "-Authentication Basic needs -Credential.", "Give -Credential.");

    internal static Fault AuthenticationTokenMissing() => new(
        "WebCmdletAuthenticationTokenNotSuppliedException", FaultKind.InvalidArgument, null,
        "-Authentication Bearer and OAuth need -Token.", "Give -Token as a secure string.");

    internal static Fault CredentialConflict() => new(
        "WebCmdletCredentialConflictException", FaultKind.InvalidArgument, null,
        "-Credential and -UseDefaultCredentials cannot be used together.", "Omit one of them.");

    internal static Fault WebProxyCredentialConflict() => new(
        "WebCmdletProxyCredentialConflictException", FaultKind.InvalidArgument, null,
        "-ProxyCredential and -ProxyUseDefaultCredentials cannot be used together.", "Omit one of them.");

    internal static Fault ProxyUriMissing() => new(
        "WebCmdletProxyUriNotSuppliedException", FaultKind.InvalidArgument, null,
        "Proxy credentials were given without a proxy.", "Give -Proxy.");

    internal static Fault BodyConflict() => new(
        "WebCmdletBodyConflictException", FaultKind.InvalidArgument, null,
        "-Body and -InFile cannot be used together.", "Give one of them.");

    internal static Fault BodyFormConflict() => new(
        "WebCmdletBodyFormConflictException", FaultKind.InvalidArgument, null,
        "-Body and -Form cannot be used together.", "Give one of them.");

    internal static Fault FormInFileConflict() => new(
        "WebCmdletFormInFileConflictException", FaultKind.InvalidArgument, null,
        "-InFile and -Form cannot be used together.", "Give one of them. A form can contain files: @{ name = Get-Item "
            + "FILE }.");

    internal static Fault InFileIsFolder(string path) => new(
        "WebCmdletInFileNotFilePathException", FaultKind.InvalidArgument, path,
        $"'{path}' is a folder.", "Give a file as -InFile.");

    internal static Fault InFileAmbiguous(string path) => new(
        "WebCmdletInFileMultiplePathsResolvedException", FaultKind.InvalidArgument, path,
        $"'{path}' names several files, or none.", "Give the path of one file as -InFile.");

    internal static Fault OutFileMissing(string parameter) => new(
        "WebCmdletOutFileMissingException", FaultKind.InvalidArgument, parameter,
        $"-{parameter} needs -OutFile.", "Give -OutFile.");

    internal static Fault ResumeIntoFolder(string path) => new(
        "WebCmdletResumeNotFilePathException", FaultKind.InvalidArgument, path,
        $"-Resume continues a file, but '{path}' is a folder.", "Give the path of the file as -OutFile.");

    internal static Fault CertificateNotFound(string thumbprint) => new(
        "WebCmdletCertificateException", FaultKind.Security, thumbprint,
        $"There is no certificate with the thumbprint '{thumbprint}' in the current user's store.",
        "List them with Get-ChildItem Cert:\\CurrentUser\\My, or give the certificate as -Certificate.");

    internal static Fault ResponseStatus(int status, string? phrase, Uri uri) => new(
        "WebCmdletWebResponseException", FaultKind.InvalidData, RedactedUri.Of(uri),
        $"Response status code does not indicate success: {status} ({phrase}).",
        "The response is in the property Response of the error's exception, and its body in the error's details. "
            + "-SkipHttpErrorCheck returns it as a result.");

    internal static Fault MaximumRedirectExceeded(Uri uri) => new(
        "MaximumRedirectExceeded", FaultKind.InvalidData, RedactedUri.Of(uri),
        $"{RedactedUri.Of(uri)} redirects, and with -MaximumRedirection 0 no redirect is followed.",
        "Raise -MaximumRedirection.");

    internal static Fault ParameterUnsupported(string parameter, string why) => new(
        "ParameterUnsupported", FaultKind.NotSupported, parameter,
        $"-{parameter} is not supported: {why}", "See docs/WEB-PARITY.md.");
}
