using System;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>The parameters that say with what hosts are compared.</summary>
internal interface IPolicyParameters
{
    PinArgument[] Pin { get; }

    PinSetArgument[] PinSet { get; }

    string? PinStore { get; }

    SwitchParameter PinOnly { get; }

    object[] TrustAnchor { get; }

    SwitchParameter ReportOnly { get; }

    SwitchParameter CheckRevocation { get; }
}

/// <summary>The same for a command that only checks.</summary>
internal interface ICheckParameters : IPolicyParameters
{
    SwitchParameter NoBackup { get; }

    SwitchParameter AllowInspected { get; }

    SwitchParameter NoInspection { get; }

    DateTime? At { get; }

    int MaximumRetryCount { get; }

    int RetryIntervalSec { get; }
}
