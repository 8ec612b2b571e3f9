using System.Management.Automation;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>Runs in place of Invoke-RestMethod in a session with Enable-WebPinning.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "RestMethod", DefaultParameterSetName = "StandardMethod")]
internal sealed class SessionRestMethodCommand : SessionWebCommand
{
    [Parameter]
    [Alias("FL")]
    public SwitchParameter FollowRelLink { get; set; }

    [Parameter]
    [Alias("ML")]
    [ValidateRange(1, int.MaxValue)]
    public int MaximumFollowRelLink { get; set; } = int.MaxValue;

    [Parameter]
    [Alias("RHV")]
    public string? ResponseHeadersVariable { get; set; }

    [Parameter]
    public string? StatusCodeVariable { get; set; }

    private protected override string StockName => "InvokeRestMethodCommand";

    private protected override int MaximumPages => FollowRelLink ? MaximumFollowRelLink : 1;

    private protected override void Show(WebPage page) =>
        WebOutput.WriteObjects(this, page, () => Stopping, StatusCodeVariable, ResponseHeadersVariable);
}
