using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Does the work of a web command: sends a request, reads the body into memory or into its file, and continues with the
/// next pages that the responses name.
/// </summary>
/// <param name="request">The first request.</param>
/// <param name="outFile">The file or folder for the bodies, or null.</param>
internal sealed class WebRun(PinnedWebRequest request, string? outFile)
{
    private volatile ExchangeResponse? _current;

    /// <summary>Whether a body is a result, and not only in its file.</summary>
    internal bool KeepsBody { get; init; } = true;

    /// <summary>Whether a response of any status is a result.</summary>
    internal bool TakesAnyStatus { get; init; }

    /// <summary>The maximum number of pages, including the first.</summary>
    internal int MaximumPages { get; init; } = 1;

    /// <summary>Receives a page; the next one is not requested before this returns.</summary>
    internal required Func<WebPage, Task> Take { get; init; }

    /// <summary>Receives an error that is reported in addition to a result.</summary>
    internal Action<Fault> Report { get; init; } = _ => { };

    /// <summary>The response whose body is being received, or null.</summary>
    internal ExchangeResponse? Current => _current;

    /// <exception cref="WebStatusException">The status of a response is not a success.</exception>
    /// <exception cref="PinningException">A request was refused, or an exchange failed.</exception>
    internal async Task RunAsync(CancellationToken cancel)
    {
        try
        {
            PinnedWebRequest? next = request;
            for (int pages = 1; next is not null; pages++)
            {
                PinnedWebRequest sent = next;
                WebPage page;
                using (ExchangeResponse response = await new WebExchange(sent).SendAsync(cancel).ConfigureAwait(false))
                {
                    _current = response;
                    page = await ReceiveAsync(response, sent, mayGoOn: pages < MaximumPages, cancel).ConfigureAwait(false);
                }

                await Take(page).ConfigureAwait(false);
                WarnOfRedirect(page.Response, sent);
                next = page.Next is null ? null : Follow(sent, page.Response.Uri, page.Next);
            }
        }
        finally
        {
            _current = null;
        }
    }

    private async Task<WebPage> ReceiveAsync(
        ExchangeResponse response, PinnedWebRequest sent, bool mayGoOn, CancellationToken cancel)
    {
        var download = WebDownload.From(response, sent, outFile);
        if (!response.Message.IsSuccessStatusCode && !download.IsComplete && !TakesAnyStatus)
            throw new WebStatusException(
                response.Message, response.Uri, await ReadErrorAsync(response, cancel).ConfigureAwait(false));
        MemoryStream? body = await ReadAsync(download, cancel).ConfigureAwait(false);
        Uri? next = null;
        if (mayGoOn && RelationLinks.Of(response.Message, response.Uri).TryGetValue("next", out string? link))
            UriText.TryRead(link, out next);
        return new WebPage(response, body, download.File, next);
    }

    /// <summary>The body, if it is a result and not only in its file.</summary>
    private async Task<MemoryStream?> ReadAsync(WebDownload download, CancellationToken cancel)
    {
        ExchangeResponse response = download.Response;
        // As in Invoke-WebRequest, the server's response that the file was already complete is the result.
        if (!KeepsBody && !download.IsComplete)
        {
            await download.SaveAsync(to => response.CopyAsync(to, long.MaxValue, cancel)).ConfigureAwait(false);
            return null;
        }

        MemoryStream body = await response.ReadAsync(cancel).ConfigureAwait(false);
        await download.SaveAsync(to => Task.Run(() => body.WriteTo(to), cancel)).ConfigureAwait(false);
        return body;
    }

    private static async Task<string> ReadErrorAsync(ExchangeResponse response, CancellationToken cancel)
    {
        try
        {
            MemoryStream body = await response.ReadAsync(cancel).ConfigureAwait(false);
            return ErrorBody.Format(BodyText.Decode(response.Message, body, out _), response.Message);
        }
        catch (PinningException error)
        {
            return error.Message;
        }
    }

    /// <summary>
    /// If no redirect is to be followed and errors are results, the result is written and this error is reported in
    /// addition.
    /// </summary>
    private void WarnOfRedirect(ExchangeResponse response, PinnedWebRequest sent)
    {
        if (sent.MaximumRedirection == 0 && Hop.IsRedirect(response.Message.StatusCode))
            Report(Faults.MaximumRedirectExceeded(response.Uri));
    }

    private static PinnedWebRequest Follow(PinnedWebRequest sent, Uri from, Uri next)
    {
        sent.Verbose?.Invoke($"Following rel link {RedactedUri.Of(next)}");
        return sent.Follow(from, next);
    }
}

/// <summary>A response with its body.</summary>
/// <param name="Response">The response.</param>
/// <param name="Body">The body; null if it is only in its file.</param>
/// <param name="File">The file that the body was written to, or null.</param>
/// <param name="Next">The next page, if it is requested.</param>
internal sealed record WebPage(ExchangeResponse Response, MemoryStream? Body, string? File, Uri? Next);
