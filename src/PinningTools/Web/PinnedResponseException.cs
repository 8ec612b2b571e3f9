using System.Net.Http;

namespace PinningTools;

/// <summary>A response whose status is not a success, where PowerShell has no HttpResponseException (5.1).</summary>
public sealed class PinnedResponseException : HttpRequestException
{
    internal PinnedResponseException(string message, HttpResponseMessage response)
        : base(message)
    {
        Response = response;
    }

    /// <summary>The response.</summary>
    public HttpResponseMessage Response { get; }
}
