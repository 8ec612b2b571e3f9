using System;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>What a command is told of that which hosts are held against.</summary>
internal interface IPolicyParameters
{
    PinArgument[] Pin { get; }

    PinSet[] PinSet { get; }

    string? PinStore { get; }

    SwitchParameter PinOnly { get; }

    object[] TrustAnchor { get; }

    SwitchParameter ReportOnly { get; }

    SwitchParameter CheckRevocation { get; }
}

/// <summary>The same of a command that checks, and does not go on.</summary>
internal interface ICheckParameters : IPolicyParameters
{
    SwitchParameter NoBackup { get; }

    DateTime? At { get; }

    int MaximumRetryCount { get; }

    int RetryIntervalSec { get; }
}
