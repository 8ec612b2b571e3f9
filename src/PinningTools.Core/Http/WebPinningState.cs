using System;

namespace PinningTools;

/// <summary>Whether a session's web commands go through its pins, under which policy, and what was asked so far.</summary>
/// <remarks>Made by Get-WebPinning and Enable-WebPinning -PassThru; New-PinSet makes pin sets of its hosts.</remarks>
public sealed record WebPinningState
{
    /// <summary>Whether the commands go through the pins now.</summary>
    public WebPinningStatus Status { get; internal init; }

    /// <summary>Whether a bad verdict stops a command or is only reported.</summary>
    public PinSetMode Mode { get; internal init; }

    /// <summary>What is done with a host that no pin covers.</summary>
    public UnpinnedHostAction UnpinnedHost { get; internal init; }

    /// <summary>Where the policy comes from; null if there is none.</summary>
    public string? Policy { get; internal init; }

    /// <summary>When the policy was set, in UTC; null if there is none.</summary>
    public DateTime? Since { get; internal init; }

    /// <summary>What runs without pins all the same.</summary>
    public string[] NotCovered { get; internal init; } = [];

    /// <summary>The hosts that were asked; at most a thousand.</summary>
    public WebPinningHost[] Hosts { get; internal init; } = [];

    /// <summary>How many requests went to further hosts, which are not listed.</summary>
    public long Unlisted { get; internal init; }
}
