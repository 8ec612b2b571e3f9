using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>One request as a user describes it, and its way to a response.</summary>
internal sealed class PinnedWebRequest
{
    private readonly HttpMethod _method;
    private readonly List<KeyValuePair<string, string>> _headers;
    private readonly HttpContent? _content;

    private PinnedWebRequest(Uri uri, HttpMethod method, List<KeyValuePair<string, string>> headers, HttpContent? content)
    {
        Uri = uri;
        Target = new TlsTarget(HostName.Parse(uri.IdnHost), uri.Port);
        _method = method;
        _headers = headers;
        _content = content;
    }

    internal Uri Uri { get; }

    internal TlsTarget Target { get; }

    /// <exception cref="PinningException">The address is not an https URI.</exception>
    internal static PinnedWebRequest Make(string uri, string method, IDictionary? headers, object? body, string? contentType)
    {
        string text = uri.IndexOf("://", StringComparison.Ordinal) >= 0 ? uri : "https://" + uri;
        if (!System.Uri.TryCreate(text, UriKind.Absolute, out Uri? address) || address.Scheme != System.Uri.UriSchemeHttps)
            throw new PinningException(Faults.UriNotHttps(uri));
        var fields = new List<KeyValuePair<string, string>>();
        foreach (DictionaryEntry field in headers ?? new Hashtable()) fields.Add(new(Text(field.Key), Text(field.Value)));
        return new PinnedWebRequest(address, new HttpMethod(method.ToUpperInvariant()), fields, MakeContent(body, contentType));
    }

    /// <exception cref="PinningException">The verdict was bad, or the exchange broke.</exception>
    internal async Task<PinnedWebResponse> SendAsync(PinPolicy policy, TimeSpan timeout, CancellationToken cancel)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(timeout);
        using var transport = new PinnedTransport(policy, new ConnectionOptions { Timeout = timeout }, deadline.Token);
        try
        {
            using HttpRequestMessage message = MakeMessage();
            using HttpResponseMessage response = await transport.SendAsync(message, deadline.Token).ConfigureAwait(false);
            byte[] content = await ResponseBody.ReadAsync(response.Content, deadline.Token).ConfigureAwait(false);
            return new PinnedWebResponse(response, content, transport.Verdict!);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new PinningException(Faults.RequestFailed(Uri.ToString(), error.Message), error);
        }
        catch (OperationCanceledException error) when (!cancel.IsCancellationRequested)
        {
            throw new PinningException(Faults.TimedOut(Uri.ToString(), "request", timeout), error);
        }
    }

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static ByteArrayContent? MakeContent(object? body, string? contentType)
    {
        ByteArrayContent? content = body switch
        {
            null => null,
            byte[] bytes => new ByteArrayContent(bytes),
            IDictionary form => new FormUrlEncodedContent(form.Cast<DictionaryEntry>()
                .Select(field => new KeyValuePair<string, string>(Text(field.Key), Text(field.Value)))),
            _ => new ByteArrayContent(Encoding.UTF8.GetBytes(Text(body))),
        };
        if (content is not null && contentType is not null) content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return content;
    }

    private HttpRequestMessage MakeMessage()
    {
        var message = new HttpRequestMessage(_method, Uri) { Content = _content };
        foreach (KeyValuePair<string, string> field in _headers)
            if (!message.Headers.TryAddWithoutValidation(field.Key, field.Value))
                message.Content?.Headers.TryAddWithoutValidation(field.Key, field.Value);
        return message;
    }
}
