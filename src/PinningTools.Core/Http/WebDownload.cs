using System;
using System.IO;
using System.Net;
using System.Net.Http.Headers;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// A response and the file in which it is saved, if any; continues a file that was cut off if the server allows it.
/// </summary>
internal sealed class WebDownload
{
    private const string IsWhole =
        "The file will not be re-downloaded because the remote file is the same size as the OutFile: ";

    private WebDownload(ExchangeResponse response, string? file)
    {
        Response = response;
        File = file;
    }

    internal ExchangeResponse Response { get; }

    internal string? File { get; }

    /// <summary>
    /// Whether the file was already complete: the server's refusal to send more is then not an error.
    /// </summary>
    internal bool IsComplete { get; private init; }

    /// <summary>Whether the file is continued where it was cut off before.</summary>
    private bool Appends { get; init; }

    /// <summary>Whether to keep what was received if the download is cut off.</summary>
    private bool KeepsPartial { get; init; }

    private bool IsNamedByServer { get; init; }

    /// <summary>The file for a response, and whether the response continues it.</summary>
    /// <param name="response">The response to the request.</param>
    /// <param name="request">The request, with the position to resume from, if any.</param>
    /// <param name="outFile">A file, a folder, or null.</param>
    /// <exception cref="PinningException">
    /// The response does not name a file in the folder, or is not the rest of this file.
    /// </exception>
    internal static WebDownload From(ExchangeResponse response, PinnedWebRequest request, string? outFile)
    {
        bool inFolder = Directory.Exists(outFile);
        string? file = inFolder ? OutFile.PathIn(outFile!, response.Uri) : outFile;
        if (file is null || request.ResumeFrom is not { } from)
            return new WebDownload(response, file) { IsNamedByServer = inFolder };
        ContentRangeHeaderValue? range = response.Message.Content.Headers.ContentRange;
        // The exchange dropped the range because the server has another file; a partial response is then not a part of
        // this file.
        bool asked = response.Message.RequestMessage?.Headers.Range is not null;
        switch (response.Message.StatusCode)
        {
            case HttpStatusCode.PartialContent when asked:
                bool continues = range is { HasRange: true } && range.From == from;
                if (!continues) throw new PinningException(Faults.ResumeMismatch(file, range?.ToString() ?? ""));
                return new WebDownload(response, file) { KeepsPartial = true, Appends = true };
            case HttpStatusCode.RequestedRangeNotSatisfiable when asked && range?.Length == from:
                request.Verbose?.Invoke(IsWhole + file);
                return new WebDownload(response, file) { IsComplete = true };
            default:
                return new WebDownload(response, file) { KeepsPartial = true };
        }
    }

    /// <summary>
    /// Whether the server gives the length of the file, and it is shorter than the part to be resumed.
    /// </summary>
    internal static bool IsOfAnotherFile(ExchangeResponse response, long? resumeFrom) =>
        resumeFrom is not null
            && response.Message.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable
            && response.Message.Content.Headers.ContentRange is { HasLength: true } range && range.Length != resumeFrom;

    /// <summary>Writes the body to the file, if there is one and it is not already complete.</summary>
    internal Task SaveAsync(Func<Stream, Task> write) => File is null || IsComplete ? Task.CompletedTask
        : IsNamedByServer ? OutFile.SaveNewAsync(File, write)
        : OutFile.SaveAsync(File, Appends, KeepsPartial, write, Response.EndsWithConnection);
}
