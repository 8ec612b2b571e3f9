using System.Threading.Tasks;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>The base of all commands that make web requests: their parameters, and how a run becomes output.</summary>
public abstract partial class WebCommand : PumpedCmdlet
{
    private protected WebCommand()
    {
    }

    /// <summary>The maximum number of pages to request, each linked from the page before.</summary>
    private protected virtual int MaximumPages => 1;

    /// <summary>Takes a page; on the pipeline thread.</summary>
    private protected abstract void Show(WebPage page);

    /// <summary>Runs to the end and gives the fault that ended it, if any.</summary>
    private protected PinningException? Run(WebRun run)
    {
        var progress = new WebProgress(this, run);
        Pump.Tick = progress.Show;
        PinningException? failure = Pump.RunHere(run.RunAsync);
        progress.End();
        return failure;
    }

    /// <summary>
    /// A server can link next pages without end: no page is requested before the one before it was taken. The last page
    /// is taken at the end of the run, so that the pipeline thread is woken only once.
    /// </summary>
    private protected Task TakeAsync(WebPage page)
    {
        if (page.Next is not null) return Pump.PostAsync(() => Show(page));
        Pump.PostLast(() => Show(page));
        return Task.CompletedTask;
    }
}
