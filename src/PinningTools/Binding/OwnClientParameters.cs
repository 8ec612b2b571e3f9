using System;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>
/// What says with what this module's own client compares a host in a drill; the drill determines the rest. A row of the
/// pipeline can bring pins of its own.
/// </summary>
internal sealed class OwnClientParameters(
    PinArgument[] pin, PinSetArgument[] pinSet, string? pinStore, SwitchParameter pinOnly) : ICheckParameters
{
    public PinArgument[] Pin { get; set; } = pin;

    public PinSetArgument[] PinSet { get; } = pinSet;

    public string? PinStore { get; } = pinStore;

    public SwitchParameter PinOnly { get; } = pinOnly;

    public object[] TrustAnchor => [];

    public SwitchParameter ReportOnly => false;

    public SwitchParameter CheckRevocation => false;

    public SwitchParameter NoBackup => true;

    public SwitchParameter AllowInspected => false;

    public SwitchParameter NoInspection => true;

    public DateTime? At => null;

    public int MaximumRetryCount => 0;

    public int RetryIntervalSec => 0;
}
