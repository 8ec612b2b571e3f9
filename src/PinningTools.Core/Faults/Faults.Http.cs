using System;

namespace PinningTools.Internal;

internal static partial class Faults
{
    /// <summary>The fault of a connection that a verdict closed.</summary>
    /// <param name="verdict">The verdict's name, which is the fault's id.</param>
    /// <param name="target">The whole verdict.</param>
    /// <param name="message">What the verdict says.</param>
    internal static Fault Refused(string verdict, object target, string message) => new(
        verdict, FaultKind.Security, target,
        message,
        "Nothing of the request was sent. The Message of the error's target lists the pins, one per line: compare them "
            + "with what you expect.",
        hasLines: true);

    internal static Fault ConnectionNotJudged(string target) => new(
        "ConnectionNotJudged", FaultKind.Security, target,
        $"A connection to {target} was not evaluated, so it was not used.",
        "Nothing was sent. Try again. If it happens again, report it with the platform's version.");

    internal static Fault AnswerNotJudged(string target) => new(
        "AnswerNotJudged", FaultKind.Security, target,
        $"A response from {target} came over a connection whose pins were not checked, so it was discarded.",
        "The request may have reached another server: assume that its content was seen. Start a new session before you "
            + "try again.");

    internal static Fault UriNotHttps(string uri) => new(
        "UriNotHttps", FaultKind.InvalidArgument, RedactedUri.Of(uri),
        $"'{RedactedUri.Of(uri)}' is not an https URI: without TLS there is no key to pin.",
        "Use https://.");

    internal static Fault UriInvalid(string uri) => new(
        "UriInvalid", FaultKind.InvalidArgument, RedactedUri.Of(uri),
        $"'{RedactedUri.Of(uri)}' is not a valid address: the platform cannot read a part of it, or it is too long.",
        "Look for a wrongly decoded character (U+FFFD) in its host, and for a query of more than 65,000 characters; "
            + "send such a query as the -Body of a POST.");

    internal static Fault UriHasUserInfo(Uri uri) => new(
        "UriHasUserInfo", FaultKind.InvalidArgument, RedactedUri.Of(uri),
        $"The address {RedactedUri.Of(uri)} contains a user name or password.",
        "Give them as -Credential, where no history and no log shows them. Invoke-WebRequest drops them silently.");

    internal static Fault HttpVersionUnsupported(string version) => new(
        "HttpVersionUnsupported", FaultKind.NotSupported, version,
        $"HTTP {version} is not supported: HTTP/3 makes its connections where no pin can be checked.",
        "Use -HttpVersion 1.1 or 2.0.");

    internal static Fault NotPinned(string target) => new(
        "NotPinned", FaultKind.Security, target,
        $"No pin covers {target}. Nothing was sent.",
        "Give -Pin, or a pin set for this host with -PinSet or in the pin store.");

    internal static Fault PlainThroughProxy(string target) => new(
        "PlainThroughProxy", FaultKind.NotSupported, target,
        $"A redirect to {target} over plain HTTP is not followed through a proxy or a local socket.",
        "Use the https address.");

    internal static Fault HeaderInvalid(string name, string why) => new(
        "HeaderInvalid", FaultKind.InvalidArgument, name,
        $"The header field '{name}' cannot be sent: {why}",
        "Correct it in -Headers. With -SkipHeaderValidation, fields of an unusual form are sent unchanged.");

    internal static Fault FormFieldInvalid(string name) => new(
        "FormFieldInvalid", FaultKind.InvalidArgument, name,
        $"The form field '{name}' cannot be sent: its name or the name of its file is not allowed in HTTP.",
        "Remove quotation marks and line breaks.");

    internal static Fault ContentTypeInvalid(string type) => new(
        "WebCmdletContentTypeException", FaultKind.InvalidArgument, type,
        $"'{type}' is not a valid Content-Type.",
        "Give a value such as 'application/json; charset=utf-8', or -SkipHeaderValidation.");

    internal static Fault XmlEncodingUnknown(string encoding) => new(
        "XmlEncodingUnknown", FaultKind.InvalidArgument, encoding,
        $"The XML in -Body declares the encoding '{encoding}', which this platform does not know.",
        "Change the declaration, or give the body as bytes.");

    internal static Fault BodyUsedUp() => new(
        "BodyUsedUp", FaultKind.InvalidArgument, null,
        "The body is a stream that can be read only once, and a redirect or retry needs it again.",
        "Give -InFile, or give the body as bytes or a string.");

    internal static Fault BodyToUnpinned(Uri uri) => new(
        "BodyToUnpinned", FaultKind.Security, RedactedUri.Of(uri),
        $"The server redirects the request's body to {RedactedUri.Of(uri)}, which no pin covers. It was not sent.",
        "Send the request to its final address with a pin for it.");

    internal static Fault RedirectInvalid(Uri from, Uri to) => new(
        "RedirectInvalid", FaultKind.InvalidData, RedactedUri.Of(from),
        $"{RedactedUri.Of(from)} redirects to '{RedactedUri.Of(to)}', which is not a web address.",
        "Ask the server's owner, or use -MaximumRedirection 0 to see the response.");

    internal static Fault InsecureRedirection(Uri from, Uri to) => new(
        "InsecureRedirection", FaultKind.Security, RedactedUri.Of(to),
        $"{RedactedUri.Of(from)} redirects to {RedactedUri.Of(to)}, over plain HTTP.",
        "Use the https address. -AllowInsecureRedirect follows the redirect without credentials and cookies.");

    internal static Fault UnpinnedRedirection(string target) => new(
        "UnpinnedRedirection", FaultKind.Security, target,
        $"The server redirects to {target}, which no pin covers.",
        "Give a pin for that host, or -AllowUnpinnedRedirect, which follows the redirect without credentials and "
            + "cookies.");

    internal static Fault ResponseTooLarge(long limit) => new(
        "ResponseTooLarge", FaultKind.InvalidData, null,
        $"The response exceeds the limit of {limit} bytes in memory.",
        "Write it to a file with -OutFile, or request less of it.");

    internal static Fault DecompressionBomb(long packed, long unpacked) => new(
        "DecompressionBomb", FaultKind.InvalidData, null,
        $"{packed} bytes unpacked to {unpacked} bytes and more, as in a decompression bomb.",
        "Request it uncompressed: -Headers @{ 'Accept-Encoding' = 'identity' }.");

    internal static Fault ResponseBroken(Uri uri, string why) => new(
        "ResponseBroken", FaultKind.Connection, RedactedUri.Of(uri),
        $"The response from {RedactedUri.Of(uri)} was cut off: {why}",
        "Try again. -OutFile with -Resume continues a download that was cut off.");

    internal static Fault RequestFailed(Uri uri, string why) => new(
        "RequestFailed", FaultKind.Connection, RedactedUri.Of(uri),
        $"The request to {RedactedUri.Of(uri)} failed: {why}",
        "The connection had a good verdict. Try again, or look in the server's log.");

    internal static Fault LogonNameNotFound(string host, string why) => new(
        "LogonNameNotFound", FaultKind.Connection, host,
        $"{host} asks for a Kerberos ticket, but this machine cannot resolve the name, which a ticket requires: {why}",
        "Make the name resolvable on this machine too (DNS or the hosts file): a proxy looks up names only for "
            + "connections.");

    internal static Fault ConnectionTimeoutReached(Uri uri, TimeSpan timeout) => new(
        "ConnectionTimeoutReached", FaultKind.Timeout, RedactedUri.Of(uri),
        $"{RedactedUri.Of(uri)} did not respond within {timeout.TotalSeconds:0.##} seconds.",
        "Raise -ConnectionTimeoutSeconds, or check the network path.");

    internal static Fault OperationTimeoutReached(Uri uri, TimeSpan timeout) => new(
        "OperationTimeoutReached", FaultKind.Timeout, RedactedUri.Of(uri),
        $"{RedactedUri.Of(uri)} sent nothing for {timeout.TotalSeconds:0.##} seconds in the middle of its response.",
        "Raise -OperationTimeoutSeconds, or check the network path.");

    internal static Fault OutFileNameMissing(string folder, Uri uri) => new(
        "OutFileNameMissing", FaultKind.InvalidArgument, folder,
        $"'{folder}' is a folder, and {RedactedUri.Of(uri)} does not end in a file name.",
        "Give -OutFile with the name of the file.");

    internal static Fault OutFileNameRefused(string folder, Uri uri) => new(
        "OutFileNameRefused", FaultKind.Security, folder,
        $"'{folder}' is a folder, and the file name at the end of {RedactedUri.Of(uri)} is that of a hidden file or of a "
            + "device, or contains invisible characters.",
        "Give -OutFile with the name of the file.");

    internal static Fault OutFileIsLink(string path) => new(
        "OutFileIsLink", FaultKind.Security, path,
        $"'{path}' is a link. It was not followed, because the name was chosen by the address and not by you.",
        "Give -OutFile with the file's name, or remove the link.");

    internal static Fault OutFileUnwritable(string path, string why) => new(
        "OutFileUnwritable", FaultKind.Permission, path,
        $"The file '{path}' cannot be written: {why}",
        "Check the permissions and the free space, and that no other program holds the file open.");

    internal static Fault OutFileFolderMissing(string path) => new(
        "OutFileFolderMissing", FaultKind.NotFound, path,
        $"The file '{path}' cannot be written: its folder does not exist.",
        "Create the folder first, or give another path.");

    internal static Fault ResumeMismatch(string path, string range) => new(
        "ResumeMismatch", FaultKind.InvalidData, path,
        $"The server responded with the range '{range}', which does not continue '{path}'. Nothing was appended.",
        "Delete the file and download it again.");
}
