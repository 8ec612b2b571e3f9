using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>
/// Shows what a check remembers: since when a host has its key, what changed and whether the change was expected, and
/// which alerts there are. No host is contacted.
/// </summary>
[Cmdlet(VerbsCommon.Get, "PinHistory", DefaultParameterSetName = ChangeParameters)]
[OutputType(typeof(PinCheckChange), ParameterSetName = [ChangeParameters])]
[OutputType(typeof(PinCheckCurrent), ParameterSetName = [CurrentParameters])]
[OutputType(typeof(PinCheckAlert), ParameterSetName = [AlertParameters])]
public sealed class GetPinHistoryCommand : PumpedCmdlet
{
    private const string ChangeParameters = "Change";
    private const string CurrentParameters = "Current";
    private const string AlertParameters = "Alert";

    /// <summary>
    /// The state that Invoke-PinCheck -State keeps: the path of its file, or the name of a check whose state is in the
    /// folder for states.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string State { get; set; } = "";

    /// <summary>
    /// The endpoints to show, such as www.example.com:443. Wildcards are allowed. By default all are shown.
    /// </summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Key { get; set; } = [];

    /// <summary>The kinds of changes to show. By default all kinds are shown.</summary>
    [Parameter(ParameterSetName = ChangeParameters)]
    [ValidateSet(
        "FirstSeen", "Removed", "Renewed", "KeyChanged", "IssuerChanged", "PathChanged", "AnchorChanged",
        "AddressesDiffer", "SpareGone", "SpareUsed", "PolicyChanged", "LevelChanged", "ExpiryNear", "Unreachable",
        "Recovered", "ViewsDiffer", "MissedRuns")]
    public string[] Kind { get; set; } = [];

    /// <summary>Shows only the changes that were not expected.</summary>
    [Parameter(ParameterSetName = ChangeParameters)]
    public SwitchParameter Unexpected { get; set; }

    /// <summary>Shows only the changes from this date on.</summary>
    [Parameter(ParameterSetName = ChangeParameters)]
    [DateTransform(WithoutDate = "Leave out -Since for all changes.")]
    public DateTime? Since { get; set; }

    /// <summary>Shows what is known about each endpoint, instead of the changes.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CurrentParameters)]
    public SwitchParameter Current { get; set; }

    /// <summary>Shows the alerts of the last run, instead of the changes.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AlertParameters)]
    public SwitchParameter Alert { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        CheckFiles files = OrTerminate(() => new CheckFiles(PinCheckStates.PathOf(this, State)));
        IEnumerator<object> found = OrTerminate(() => Find(files).GetEnumerator());
        using (found)
            while (OrTerminate(found.MoveNext) && !Pump.IsStopping) WriteObject(found.Current);
    }

    private IEnumerable<object> Find(CheckFiles files) => ParameterSetName switch
    {
        CurrentParameters => CheckHistory.Current(files).Where(one => IsMeant(one.Key)),
        AlertParameters => CheckHistory.Alerts(files, UtcDate.Now)
            .Where(alert => Key.Length == 0 || alert.Endpoints.Any(IsMeant)),
        _ => CheckHistory.Changes(files).Where(IsMeant),
    };

    private bool IsMeant(PinCheckChange change) =>
        IsMeant(change.Key) && (Kind.Length == 0 || Kind.Contains(change.Kind, StringComparer.OrdinalIgnoreCase))
            && !(Unexpected && change.Expected) && !(Since is { } since && change.At < UtcDate.Truncate(since));

    /// <summary>The brackets of an IPv6 address are not a wildcard if the whole key is given.</summary>
    private bool IsMeant(string key) => Key.Length == 0 || Key.Any(one =>
        one.Equals(key, StringComparison.OrdinalIgnoreCase)
            || WildcardPattern.Get(one, WildcardOptions.IgnoreCase).IsMatch(key));
}
