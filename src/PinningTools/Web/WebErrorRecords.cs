using System;
using System.Management.Automation;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Errors as in Invoke-WebRequest: the same ids, and the same exception types if they exist. A refusal by a verdict
/// keeps its own id and has the verdict as its target.
/// </summary>
internal static class WebErrorRecords
{
    private const string WebError = "WebCmdletWebResponseException";
    private static readonly string[] s_secret = ["Cookie", "Proxy-Authorization"];
    private const string ResponseExceptionType =
        "Microsoft.PowerShell.Commands.HttpResponseException, Microsoft.PowerShell.Commands.Utility";

    internal static ErrorRecord From(PinningException error) => error switch
    {
        WebStatusException status => From(status),
        { Fault.Kind: FaultKind.Timeout } => Make(
            new TaskCanceledException(error.Message, new TimeoutException(error.Message, error)),
            TimeoutId(error),
            ErrorCategory.OperationTimeout,
            error.Fault),
        { Fault.Kind: FaultKind.Connection } => Make(
            new HttpRequestException(error.Message, error),
            $"{WebError},{error.Fault.Id}",
            ErrorCategory.InvalidOperation,
            error.Fault),
        _ => FaultRecord.From(error),
    };

    /// <summary>The error of a response whose status is not a success.</summary>
    private static ErrorRecord From(WebStatusException error)
    {
        (Fault fault, HttpResponseMessage response) = (error.Fault, error.Response);
        if (response.RequestMessage is { } request) Mask(request.Headers);
        ErrorRecord record = Make(
            MakeException(fault, response), fault.Id, ErrorCategory.InvalidOperation, fault, response.RequestMessage);
        // The request as text would be its whole address with all its fields.
        record.CategoryInfo.TargetName = RedactedUri.Of(error.Uri);
        // Scripts take this text for the body of the response; it is empty if there was none.
        record.ErrorDetails = new ErrorDetails(error.Text) { RecommendedAction = fault.Advice };
        return record;
    }

    /// <summary>
    /// $Error outlives the command and is written to logs. Without a parameter the scheme itself can be the secret.
    /// </summary>
    private static void Mask(HttpRequestHeaders fields)
    {
        foreach (string name in s_secret)
            if (fields.Remove(name)) fields.TryAddWithoutValidation(name, "****");
        string shown = fields.Authorization is { Parameter: not null } known ? $"{known.Scheme} ****" : "****";
        if (fields.Remove("Authorization")) fields.TryAddWithoutValidation("Authorization", shown);
    }

    private static string TimeoutId(PinningException error) =>
        error.Fault.Id == "OperationTimeoutReached" ? error.Fault.Id : "ConnectionTimeoutReached";

    private static ErrorRecord Make(
        Exception exception, string id, ErrorCategory category, Fault fault, object? target = null)
    {
        var record = new ErrorRecord(exception, id, category, target ?? fault.Target)
        {
            ErrorDetails = new ErrorDetails(fault.Message) { RecommendedAction = fault.Advice },
        };
        record.CategoryInfo.TargetName = TerminalText.Printable(record.CategoryInfo.TargetName);
        return record;
    }

    private static Exception MakeException(Fault fault, HttpResponseMessage response)
    {
        Type? known = Type.GetType(ResponseExceptionType);
        return known?.GetConstructor([typeof(string), typeof(HttpResponseMessage)]) is { } make
            ? (Exception)make.Invoke([fault.Message, response])
            : new PinnedResponseException(fault.Message, response);
    }
}
