using System;
using System.Threading.Tasks;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>
/// The base of Invoke-PinnedWebRequest and Invoke-PinnedRestMethod: one request for each input, whose connection is
/// evaluated before a byte of it is sent.
/// </summary>
public abstract partial class PinnedWebCommand : PumpedCmdlet, IWebParameters
{
    private OverriddenPolicies _policies = null!;

    private protected PinnedWebCommand()
    {
    }

    /// <summary>The maximum number of pages to request, each linked from the page before.</summary>
    private protected virtual int MaximumPages => 1;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        SerializedTypes.Register(this);
        _policies = OrTerminate(() => PolicyReader.Overriding(this, this));
        if (Pin.Length > 0 && !PolicyReader.IsStoreGiven(this)) return;
        var timeout = TimeSpan.FromSeconds(ConnectionTimeoutSeconds);
        _policies = _policies with { Policies = OrTerminate(() => PolicyReader.Read(this, Pump, this, timeout)) };
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var reader = new WebRequestReader(this, Pump, this);
        WebRun run = OrTerminate(() => reader.Read(_policies, TakeAsync, MaximumPages));
        var progress = new WebProgress(this, run);
        Pump.Tick = progress.Show;
        PinningException? failure = Pump.RunHere(run.RunAsync);
        progress.End();
        // As in Invoke-WebRequest, every error ends the command.
        if (failure is not null) ThrowTerminatingError(WebErrorRecords.From(failure));
    }

    /// <summary>Takes a page; on the pipeline thread.</summary>
    private protected abstract void Show(WebPage page);

    /// <summary>
    /// A server can link next pages without end: no page is requested before the one before it was taken. The last page
    /// is taken at the end of the run, so that the pipeline thread is woken only once.
    /// </summary>
    private Task TakeAsync(WebPage page)
    {
        if (page.Next is not null) return Pump.PostAsync(() => Show(page));
        Pump.PostLast(() => Show(page));
        return Task.CompletedTask;
    }
}
