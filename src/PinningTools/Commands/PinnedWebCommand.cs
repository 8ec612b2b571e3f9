using System;
using System.Diagnostics;
using System.IO;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>
/// What Invoke-PinnedWebRequest and Invoke-PinnedRestMethod have in common: one request for each input, judged before a
/// byte of it leaves.
/// </summary>
public abstract partial class PinnedWebCommand : PumpedCmdlet
{
    private const int ProgressId = 174593042;
    private static readonly TimeSpan s_progressInterval = TimeSpan.FromSeconds(1);

    private TrustSettings? _trust;
    private IPolicySource? _policies;
    private readonly Stopwatch _sinceProgress = new();
    private volatile ExchangeResponse? _current;
    private ErrorRecord? _failure;
    private bool _showedProgress;

    private protected PinnedWebCommand()
    {
    }

    /// <summary>What Invoke-WebRequest calls it.</summary>
    private string Activity => WritesToPipeline ? "Reading web response stream" : "Web request status";

    private protected bool WritesToPipeline => OutFile is null || PassThru;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        SerializedTypes.Register(this);
        if (PinOnly || TrustAnchor.Length > 0)
            _trust = OrTerminate(() => TrustAnchors.Read(this, TrustAnchor, PinOnly));
        if (Pin.Length > 0) return;
        _policies = new StorePolicies(OrTerminate(
            () => PinSet.Length > 0 ? new PinStore(PinSet) : ReadStore(PinStore, ConnectionTimeoutSeconds).All));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        WebOrder order = OrTerminate(() =>
        {
            WebParameters.Validate(this);
            return MakeOrder();
        });
        _failure = null;
        _sinceProgress.Restart();
        Pump.StartHere(stop => RunAsync(order, stop));
        Pump.Tick = ShowProgress;
        Pump.Drain(0);
        EndProgress();
        // As in Invoke-WebRequest, whatever goes wrong ends the command.
        if (_failure is not null) ThrowTerminatingError(_failure);
    }

    /// <summary>Follows one response to what comes after it, if anything does.</summary>
    private protected virtual Uri? NextLink(ExchangeResponse response, int followed) => null;

    /// <summary>Takes a response whose body is in memory; on the pipeline thread.</summary>
    private protected abstract void Process(ExchangeResponse response, MemoryStream body, string? file);

    /// <summary>Takes a response that is a result, after its body; on the pipeline thread.</summary>
    private protected virtual void Finish(ExchangeResponse response)
    {
    }

    private async Task RunAsync(WebOrder order, CancellationToken stop)
    {
        try
        {
            PinnedWebRequest? request = order.Request;
            for (int followed = 1; request is not null; followed++)
            {
                WebDownload download;
                MemoryStream? body;
                Uri? next;
                using (ExchangeResponse response = await new WebExchange(request).SendAsync(stop).ConfigureAwait(false))
                {
                    _current = response;
                    download = WebDownload.From(response, request, order.OutFile);
                    if (!response.Message.IsSuccessStatusCode && !download.IsComplete && !SkipHttpErrorCheck)
                        await ThrowStatusAsync(response, stop).ConfigureAwait(false);
                    body = await TakeAsync(download, stop).ConfigureAwait(false);
                    next = NextLink(response, followed);
                }

                // Last, so that the pipeline thread, which this wakes, seldom has to wait for the end once more.
                if (next is null) Pump.Post(() => Show(download, body));
                // A server can name next pages without end: none is asked for before the last one was taken.
                else await Pump.PostAsync(() => Show(download, body)).ConfigureAwait(false);
                WarnOfRedirect(download.Response, request);
                request = next is null ? null : Follow(request, download.Response.Uri, next);
            }
        }
        catch (PinningException error)
        {
            Pump.Post(() => _failure = WebErrorRecords.From(error));
        }
        catch (ErrorRecordException error)
        {
            Pump.Post(() => _failure = error.Record);
        }
        finally
        {
            _current = null;
        }
    }

    private PinnedWebRequest Follow(PinnedWebRequest request, Uri from, Uri next)
    {
        Pump.Verbose($"Following rel link {RedactedUri.Of(next)}");
        return request.Follow(from, next);
    }

    /// <summary>The body, where it is a result and not only in its file.</summary>
    private async Task<MemoryStream?> TakeAsync(WebDownload download, CancellationToken stop)
    {
        ExchangeResponse response = download.Response;
        // As in Invoke-WebRequest, the server's answer that the file was whole already is the result.
        if (!WritesToPipeline && !download.IsComplete)
        {
            await download.SaveAsync(to => response.CopyAsync(to, long.MaxValue, stop)).ConfigureAwait(false);
            return null;
        }

        MemoryStream body = await response.ReadAsync(stop).ConfigureAwait(false);
        await download.SaveAsync(to => Task.Run(() => body.WriteTo(to), stop)).ConfigureAwait(false);
        return body;
    }

    private void Show(WebDownload download, MemoryStream? body)
    {
        if (body is not null) Process(download.Response, body, download.File);
        Finish(download.Response);
    }

    private static async Task ThrowStatusAsync(ExchangeResponse response, CancellationToken stop)
    {
        string text;
        try
        {
            MemoryStream body = await response.ReadAsync(stop).ConfigureAwait(false);
            text = ErrorBody.Format(BodyText.Decode(response.Message, body, out _), response.Message);
        }
        catch (PinningException error)
        {
            text = error.Message;
        }

        throw new ErrorRecordException(WebErrorRecords.From(response.Message, text, response.Uri));
    }

    /// <summary>
    /// With no redirection wanted and errors taken as results, the result is written and this said beside it.
    /// </summary>
    private void WarnOfRedirect(ExchangeResponse response, PinnedWebRequest request)
    {
        if (request.MaximumRedirection == 0 && Hop.IsRedirect(response.Message.StatusCode))
            Pump.Error(FaultRecord.From(Faults.MaximumRedirectExceeded(response.Uri)));
    }

    /// <summary>Only for what takes a while: whatever is over within a second shows nothing.</summary>
    private void ShowProgress()
    {
        bool isDue = _current is not null && _sinceProgress.Elapsed >= s_progressInterval;
        if (!isDue || _current is not { } response) return;
        const string Format = "0.0";
        string total = response.Announced is { } announced ? ByteCount.Describe(announced, Format) : "???";
        string status = $"Downloaded: {ByteCount.Describe(response.Received, Format)} of {total}";
        var record = new ProgressRecord(ProgressId, Activity, status);
        if (response.Announced > 0)
            record.PercentComplete = (int)Math.Min(response.Received * 100 / response.Announced.Value, 100);
        WriteProgress(record);
        _showedProgress = true;
        _sinceProgress.Restart();
    }

    private void EndProgress()
    {
        if (!_showedProgress) return;
        var done = new ProgressRecord(ProgressId, Activity, "Web request completed.");
        done.RecordType = ProgressRecordType.Completed;
        WriteProgress(done);
        _showedProgress = false;
    }
}
