using System;
using System.IO;
using System.Net;
using System.Net.Http.Headers;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// A response and the file that it goes to, if to any; goes on with a file that broke off where the server lets it.
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

    /// <summary>Whether the file was whole already: the server's refusal to send more is no error.</summary>
    internal bool IsComplete { get; private init; }

    /// <summary>Whether the file goes on where it broke off before.</summary>
    private bool Appends { get; init; }

    /// <summary>Whether what came stays if it breaks off.</summary>
    private bool KeepsPartial { get; init; }

    private bool IsNamedByServer { get; init; }

    /// <summary>Where a response goes, and whether it goes on with what is there.</summary>
    /// <param name="response">What came for the request.</param>
    /// <param name="request">With a place to resume from, if that is wanted.</param>
    /// <param name="outFile">A file, a folder, or null.</param>
    /// <exception cref="PinningException">
    /// The response names no file in the folder, or is not the rest of this file.
    /// </exception>
    internal static WebDownload From(ExchangeResponse response, PinnedWebRequest request, string? outFile)
    {
        bool inFolder = Directory.Exists(outFile);
        string? file = inFolder ? OutFile.PathIn(outFile!, response.Uri) : outFile;
        if (file is null || request.ResumeFrom is not { } from)
            return new WebDownload(response, file) { IsNamedByServer = inFolder };
        ContentRangeHeaderValue? range = response.Message.Content.Headers.ContentRange;
        // The exchange gave up the range where the server had another file; what is then called a part is none.
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
    /// Whether the server knows how long the file is, and it never was as long as what should be resumed.
    /// </summary>
    internal static bool IsOfAnotherFile(ExchangeResponse response, long? resumeFrom) =>
        resumeFrom is not null
            && response.Message.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable
            && response.Message.Content.Headers.ContentRange is { HasLength: true } range && range.Length != resumeFrom;

    /// <summary>Writes the body to the file, where there is one and it is not whole already.</summary>
    internal Task SaveAsync(Func<Stream, Task> write) => File is null || IsComplete ? Task.CompletedTask
        : IsNamedByServer ? OutFile.SaveNewAsync(File, write)
        : OutFile.SaveAsync(File, Appends, KeepsPartial, write, Response.EndsWithConnection);
}
