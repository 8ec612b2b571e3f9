using System;

namespace PinningTools.Internal;

internal static partial class Faults
{
    /// <summary>The fault of a connection that a verdict closed: its id is the verdict's name.</summary>
    internal static Fault Refused(PinVerdict verdict) => new(
        verdict.Verdict.ToString(), FaultKind.Security, verdict,
        verdict.Message,
        "Nothing of the request was sent. The Message of the error's target has the pins line by line: compare them "
            + "with what you expect.",
        hasLines: true);

    internal static Fault ConnectionNotJudged(string target) => new(
        "ConnectionNotJudged", FaultKind.Security, target,
        $"A connection to {target} was not judged, and so was not used.",
        "Nothing was sent. Try again; if it stays, report it with the platform's version.");

    internal static Fault AnswerNotJudged(string target) => new(
        "AnswerNotJudged", FaultKind.Security, target,
        $"An answer of {target} came over a connection that no pin was looked at for, and is dropped.",
        "The request may have gone to another server: take what it carried for seen. Start a new session before "
            + "you try again.");

    internal static Fault UriNotHttps(string uri) => new(
        "UriNotHttps", FaultKind.InvalidArgument, Shown.Of(uri),
        $"'{Shown.Of(uri)}' is not an https URI: without TLS there is no key to pin.",
        "Use https://.");

    internal static Fault UriInvalid(string uri) => new(
        "UriInvalid", FaultKind.InvalidArgument, Shown.Of(uri),
        $"'{Shown.Of(uri)}' is not an address: the platform cannot read a part of it, or it is too long.",
        "Look for a character that was decoded wrongly (U+FFFD) in its host, and for a query of more than 65,000 "
            + "characters; send that as -Body of a POST.");

    internal static Fault UriHasUserInfo(Uri uri) => new(
        "UriHasUserInfo", FaultKind.InvalidArgument, Shown.Of(uri),
        $"The address {Shown.Of(uri)} was given with a name or password in it.",
        "Give them as -Credential, where no history and no log shows them; Invoke-WebRequest leaves them out unsaid.");

    internal static Fault HttpVersionUnsupported(string version) => new(
        "HttpVersionUnsupported", FaultKind.NotSupported, version,
        $"HTTP {version} is not offered: HTTP/3 makes its connections where no pin is looked at.",
        "Use -HttpVersion 1.1 or 2.0.");

    internal static Fault NotPinned(string target) => new(
        "NotPinned", FaultKind.Security, target,
        $"No pin covers {target}. Nothing was sent.",
        "Give -Pin, or a pin set for this host with -PinSet or in the pin store.");

    internal static Fault PlainThroughProxy(string target) => new(
        "PlainThroughProxy", FaultKind.NotSupported, target,
        $"The redirection to {target} without TLS does not go through a proxy or a local socket.",
        "Use the https address.");

    internal static Fault HeaderInvalid(string name, string why) => new(
        "HeaderInvalid", FaultKind.InvalidArgument, name,
        $"The header field '{name}' cannot be sent: {why}",
        "Correct it in -Headers; -SkipHeaderValidation sends fields of an unusual form as they are.");

    internal static Fault FormFieldInvalid(string name) => new(
        "FormFieldInvalid", FaultKind.InvalidArgument, name,
        $"The form field '{name}' cannot be sent: its name or the name of its file has not the form that HTTP gives it.",
        "Leave out quotation marks and line breaks.");

    internal static Fault ContentTypeInvalid(string type) => new(
        "WebCmdletContentTypeException", FaultKind.InvalidArgument, type,
        $"'{type}' is not a valid Content-Type.",
        "Give one such as 'application/json; charset=utf-8', or -SkipHeaderValidation.");

    internal static Fault XmlEncodingUnknown(string encoding) => new(
        "XmlEncodingUnknown", FaultKind.InvalidArgument, encoding,
        $"The XML that -Body sends is declared to be in '{encoding}', which this platform does not know.",
        "Change the declaration, or give the body as bytes.");

    internal static Fault BodyUsedUp() => new(
        "BodyUsedUp", FaultKind.InvalidArgument, null,
        "The body is a stream that can be read once, and a redirection or a retry needs it again.",
        "Give -InFile, or the body as bytes or text.");

    internal static Fault BodyToUnpinned(Uri uri) => new(
        "BodyToUnpinned", FaultKind.Security, Shown.Of(uri),
        $"The server redirects the request's body to {Shown.Of(uri)}, which no pin covers. It was not sent.",
        "Send the request to its final address with a pin for it.");

    internal static Fault RedirectInvalid(Uri from, Uri to) => new(
        "RedirectInvalid", FaultKind.InvalidData, Shown.Of(from),
        $"{Shown.Of(from)} redirects to '{Shown.Of(to)}', which is not a web address.",
        "Ask the server's owner, or use -MaximumRedirection 0 to see the response.");

    internal static Fault InsecureRedirection(Uri from, Uri to) => new(
        "InsecureRedirection", FaultKind.Security, Shown.Of(to),
        $"{Shown.Of(from)} redirects to {Shown.Of(to)}, without TLS.",
        "Use the https address. -AllowInsecureRedirect follows, without credentials and cookies.");

    internal static Fault UnpinnedRedirection(string target) => new(
        "UnpinnedRedirection", FaultKind.Security, target,
        $"The server redirects to {target}, which no pin covers.",
        "Give a pin for that host, or -AllowUnpinnedRedirect, which follows without credentials and cookies.");

    internal static Fault ResponseTooLarge(long limit) => new(
        "ResponseTooLarge", FaultKind.InvalidData, null,
        $"The response is larger than the {limit} bytes that are held in memory.",
        "Write it to a file with -OutFile, or ask for less of it.");

    internal static Fault DecompressionBomb(long packed, long unpacked) => new(
        "DecompressionBomb", FaultKind.InvalidData, null,
        $"{packed} bytes unpacked to {unpacked} and more: this is what a decompression bomb does.",
        "Ask for it unpacked: -Headers @{ 'Accept-Encoding' = 'identity' }.");

    internal static Fault ResponseBroken(Uri uri, string why) => new(
        "ResponseBroken", FaultKind.Connection, Shown.Of(uri),
        $"The response of {Shown.Of(uri)} broke off: {why}",
        "Try again; -OutFile with -Resume goes on where a download broke off.");

    internal static Fault RequestFailed(Uri uri, string why) => new(
        "RequestFailed", FaultKind.Connection, Shown.Of(uri),
        $"The request to {Shown.Of(uri)} broke: {why}",
        "The connection had a good verdict; try again or look into the server's log.");

    internal static Fault LogonNameNotFound(string host, string why) => new(
        "LogonNameNotFound", FaultKind.Connection, host,
        $"{host} asks for a ticket, and for that this machine does not know the name: {why}",
        "Make the name known here too (DNS or the hosts file): a proxy looks up names for connections only.");

    internal static Fault ConnectionTimeoutReached(Uri uri, TimeSpan timeout) => new(
        "ConnectionTimeoutReached", FaultKind.Timeout, Shown.Of(uri),
        $"{Shown.Of(uri)} did not answer within {timeout.TotalSeconds:0.##} seconds.",
        "Raise -ConnectionTimeoutSeconds, or check the network path.");

    internal static Fault OperationTimeoutReached(Uri uri, TimeSpan timeout) => new(
        "OperationTimeoutReached", FaultKind.Timeout, Shown.Of(uri),
        $"{Shown.Of(uri)} sent nothing for {timeout.TotalSeconds:0.##} seconds in the middle of its response.",
        "Raise -OperationTimeoutSeconds, or check the network path.");

    internal static Fault OutFileNameMissing(string folder, Uri uri) => new(
        "OutFileNameMissing", FaultKind.InvalidArgument, folder,
        $"'{folder}' is a folder, and {Shown.Of(uri)} ends in no name for a file.",
        "Give -OutFile with the file's name.");

    internal static Fault OutFileNameRefused(string folder, Uri uri) => new(
        "OutFileNameRefused", FaultKind.Security, folder,
        $"'{folder}' is a folder, and the name for a file in it that {Shown.Of(uri)} ends in would be a hidden one, "
            + "is that of a device or holds characters that are not seen.",
        "Give -OutFile with the file's name.");

    internal static Fault OutFileIsLink(string path) => new(
        "OutFileIsLink", FaultKind.Security, path,
        $"'{path}' is a link. It was not written through: the address, and not you, chose the name.",
        "Give -OutFile with the file's name, or remove the link.");

    internal static Fault OutFileUnwritable(string path, string why) => new(
        "OutFileUnwritable", FaultKind.Permission, path,
        $"The file '{path}' cannot be written: {why}",
        "Check the permissions, the free space, and that no other program holds it.");

    internal static Fault ResumeMismatch(string path, string range) => new(
        "ResumeMismatch", FaultKind.InvalidData, path,
        $"The server answered with the range '{range}', which does not continue '{path}'. Nothing was appended.",
        "Delete the file and download it anew.");
}
