using System.Management.Automation;
using System.Xml;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>
/// Calls a web service without exposing the request to an impostor, and returns the response as objects: JSON, XML, the
/// entries of a feed.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "PinnedRestMethod", DefaultParameterSetName = "StandardMethod")]
[OutputType(typeof(PSObject))]
[OutputType(typeof(XmlDocument))]
[OutputType(typeof(string))]
public sealed class InvokePinnedRestMethodCommand : PinnedWebCommand
{
    /// <summary>Follows the links to the next page (relation type next) in the responses.</summary>
    [Parameter]
    [Alias("FL")]
    public SwitchParameter FollowRelLink { get; set; }

    /// <summary>The maximum number of pages to read with -FollowRelLink. By default there is no limit.</summary>
    [Parameter]
    [Alias("ML")]
    [ValidateRange(1, int.MaxValue)]
    public int MaximumFollowRelLink { get; set; } = int.MaxValue;

    /// <summary>The name of a variable in which to store the header fields of the response.</summary>
    [Parameter]
    [Alias("RHV")]
    public string? ResponseHeadersVariable { get; set; }

    /// <summary>The name of a variable in which to store the status code of the response.</summary>
    [Parameter]
    public string? StatusCodeVariable { get; set; }

    private protected override int MaximumPages => FollowRelLink ? MaximumFollowRelLink : 1;

    private protected override void Show(WebPage page) =>
        WebOutput.WriteObjects(this, page, () => Stopping, StatusCodeVariable, ResponseHeadersVariable);
}
