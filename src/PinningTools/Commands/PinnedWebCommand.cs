using System.Threading.Tasks;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>
/// The base of Invoke-PinnedWebRequest and Invoke-PinnedRestMethod: one request for each input, whose connection is
/// evaluated before a byte of it is sent.
/// </summary>
public abstract partial class PinnedWebCommand : PumpedCmdlet, IWebParameters
{
    private TrustSettings? _trust;
    private IPolicySource? _policies;

    private protected PinnedWebCommand()
    {
    }

    /// <summary>How many pages are asked for, each the next one of the last.</summary>
    private protected virtual int MaximumPages => 1;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        SerializedTypes.Register(this);
        _trust = OrTerminate(() => TrustAnchors.ReadIfGiven(this, TrustAnchor, PinOnly));
        if (Pin.Length > 0) return;
        _policies = new StorePolicies(OrTerminate(() => PinSet.Length > 0
            ? new PinStore(PinSet)
            : StoreArgument.ReadWhole(this, Pump, PinStore, ConnectionTimeoutSeconds).All));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var reader = new WebRequestReader(this, Pump, this);
        WebRun run = OrTerminate(() => reader.Read(_policies, _trust, TakeAsync, MaximumPages));
        var progress = new WebProgress(this, run);
        Pump.Tick = progress.Show;
        PinningException? failure = Pump.RunHere(run.RunAsync);
        progress.End();
        // As in Invoke-WebRequest, whatever goes wrong ends the command.
        if (failure is not null) ThrowTerminatingError(WebErrorRecords.From(failure));
    }

    /// <summary>Takes a page; on the pipeline thread.</summary>
    private protected abstract void Show(WebPage page);

    /// <summary>
    /// A server can name next pages without end: none is asked for before the last one was taken. The last of all is
    /// not waited for, so that the pipeline thread, which it wakes, seldom has to wait for the end once more.
    /// </summary>
    private Task TakeAsync(WebPage page)
    {
        Task shown = Pump.PostAsync(() => Show(page));
        return page.Next is null ? Task.CompletedTask : shown;
    }
}
