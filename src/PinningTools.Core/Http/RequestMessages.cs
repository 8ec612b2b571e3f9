using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;

namespace PinningTools.Internal;

/// <summary>Makes the message of one hop.</summary>
internal static class RequestMessages
{
    private const string FormType = "application/x-www-form-urlencoded";

    private static readonly HashSet<string> s_contentFields = new(StringComparer.OrdinalIgnoreCase)
    {
        "Allow", "Content-Disposition", "Content-Encoding", "Content-Language", "Content-Length", "Content-Location",
        "Content-MD5", "Content-Range", "Content-Type", "Expires", "Last-Modified",
    };

    private static readonly char[] s_breaks = ['\r', '\n', '\0'];

    /// <exception cref="PinningException">A field cannot be sent.</exception>
    internal static HttpRequestMessage Make(PinnedWebRequest request, Hop hop)
    {
        var message = new HttpRequestMessage(hop.Method, hop.Uri);
        try
        {
            if (request.HttpVersion is { } version) message.Version = version;
            foreach (KeyValuePair<string, string> field in request.Headers)
                if (!s_contentFields.Contains(field.Key) && hop.Carries(field.Key))
                    Add(message.Headers, field.Key, field.Value, request.SkipHeaderValidation);
            if (!message.Headers.Contains("User-Agent")) AddUserAgent(message, request);
            if (!message.Headers.Contains("Accept-Encoding"))
                message.Headers.TryAddWithoutValidation("Accept-Encoding", Decompression.Offered);
            if (request.DisableKeepAlive) message.Headers.Connection.Add("Close");
            if (request.ResumeFrom is { } from) message.Headers.Range = new RangeHeaderValue(from, null);
            AddTransferEncoding(message, request, hop);
            AddCookies(message, request, hop);
            AddContent(message, request, hop);
            return message;
        }
        catch
        {
            message.Dispose();
            throw;
        }
    }

    private static void AddUserAgent(HttpRequestMessage message, PinnedWebRequest request)
    {
        if (request.UserAgent is { } chosen)
            Add(message.Headers, "User-Agent", chosen, request.SkipHeaderValidation);
        else
            message.Headers.TryAddWithoutValidation("User-Agent", request.UsualUserAgent);
    }

    private static void AddTransferEncoding(HttpRequestMessage message, PinnedWebRequest request, Hop hop)
    {
        bool droppedBody = request.Body is not null && !hop.CarriesBody;
        if (droppedBody)
        {
            message.Headers.TransferEncoding.Clear();
            return;
        }

        if (message.Headers.Contains("Transfer-Encoding")) message.Headers.TransferEncodingChunked = true;
        if (request.TransferEncoding is not { } coding) return;
        message.Headers.TransferEncodingChunked = true;
        var value = new TransferCodingHeaderValue(coding);
        if (!message.Headers.TransferEncoding.Contains(value)) message.Headers.TransferEncoding.Add(value);
    }

    private static void AddCookies(HttpRequestMessage message, PinnedWebRequest request, Hop hop)
    {
        if (!hop.Policy.CanCarrySecrets || hop.HandlerKeepsCookies || request.Cookies.Count == 0) return;
        string cookies = request.Cookies.GetCookieHeader(hop.Uri);
        if (cookies.Length == 0) return;
        if (message.Headers.TryGetValues("Cookie", out IEnumerable<string>? given))
            cookies = string.Join("; ", given) + "; " + cookies;
        message.Headers.Remove("Cookie");
        message.Headers.TryAddWithoutValidation("Cookie", cookies);
    }

    private static void AddContent(HttpRequestMessage message, PinnedWebRequest request, Hop hop)
    {
        if (!hop.CarriesBody && !HasEmptyBody(request, hop))
        {
            // The platform sends a request that has no content once more by itself, even a POST.
            if (!Repetition.IsAllowed(hop.Method)) message.Content = new ByteArrayContent([]);
            return;
        }

        string? type = request.ContentType
            ?? request.Headers.LastOrDefault(field => Is(field.Key, "Content-Type")).Value;
        bool isForm = request.ContentType is null && string.IsNullOrEmpty(type) && hop.Method == HttpMethod.Post;
        if (isForm) type = FormType;
        message.Content = hop.CarriesBody
            ? request.Body!.MakeContent(type, request.SkipHeaderValidation)
            : new ByteArrayContent([]);
        if (hop.CarriesBody && request.Body!.BringsItsType) return;

        if (!string.IsNullOrWhiteSpace(type))
            Add(message.Content.Headers, "Content-Type", type!, request.SkipHeaderValidation);
        foreach (KeyValuePair<string, string> field in request.Headers)
        {
            bool isOther = s_contentFields.Contains(field.Key) && !Is(field.Key, "Content-Type");
            if (isOther && !string.IsNullOrWhiteSpace(field.Value))
                Add(message.Content.Headers, field.Key, field.Value, request.SkipHeaderValidation);
        }
    }

    /// <summary>For methods such as PUT an empty body has a meaning; for GET it has none.</summary>
    private static bool HasEmptyBody(PinnedWebRequest request, Hop hop) =>
        hop.Policy.CanCarrySecrets && request.Scope == HopScope.Own && hop.Method == request.Method
            && !(request.PreserveMethod && hop.Scope != HopScope.Own)
            && !(hop.Method == HttpMethod.Get && request.ContentType is null);

    private static bool Is(string? field, string name) => name.Equals(field, StringComparison.OrdinalIgnoreCase);

    /// <summary>A line break would begin another field or request (request smuggling); no switch allows it.</summary>
    private static void Add(HttpHeaders headers, string name, string value, bool unchecked_)
    {
        if (name.IndexOfAny(s_breaks) >= 0 || value.IndexOfAny(s_breaks) >= 0)
            throw new PinningException(Faults.HeaderInvalid(name, "it contains a line break."));
        if (unchecked_)
        {
            headers.TryAddWithoutValidation(name, value);
            return;
        }

        try
        {
            headers.Add(name, value);
        }
        catch (Exception error) when (error is FormatException or InvalidOperationException or ArgumentException)
        {
            // The platform's message repeats the value, which may be a secret: it is not passed on, not even as an
            // inner exception.
            throw new PinningException(Is(name, "Content-Type")
                ? Faults.ContentTypeInvalid(value)
                : Faults.HeaderInvalid(name, "its name or value is not allowed in HTTP."));
        }
    }
}
