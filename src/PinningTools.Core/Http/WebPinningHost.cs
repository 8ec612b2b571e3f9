using System;
using PinningTools.Internal;

namespace PinningTools;

/// <summary>A host that a session with pins asked: by whom, which keys it showed, and what the policy said.</summary>
/// <remarks>Made by Get-WebPinning; New-PinSet makes pin sets of it.</remarks>
public sealed record WebPinningHost
{
    /// <summary>The host in its canonical form.</summary>
    public string HostName { get; internal init; } = "";

    /// <summary>The port.</summary>
    public int Port { get; internal init; }

    /// <summary>How often the host was asked or was to be asked, redirects included.</summary>
    public long Count { get; internal init; }

    /// <summary>How often the policy refused the host, or would have refused it in a session that only reports.</summary>
    public long Refused { get; internal init; }

    /// <summary>How often PowerShell's own command made the request, so that no key was seen.</summary>
    public long RanStock { get; internal init; }

    /// <summary>The latest verdict of the policy, or what it would have been.</summary>
    public Verdict Verdict { get; internal init; }

    /// <summary>Refines the verdict.</summary>
    public VerdictReason Reason { get; internal init; }

    /// <summary>The message of the latest refusal; null if there was none.</summary>
    public string? LastRefusal { get; internal init; }

    /// <summary>Who asked: the module, the script and the line; at most ten.</summary>
    public string[] Callers { get; internal init; } = [];

    /// <summary>The pins of the validated chains that the host showed; at most twenty.</summary>
    public PinRecord[] Pins { get; internal init; } = [];

    /// <summary>When the host was first asked, in UTC.</summary>
    public DateTime FirstSeen { get; internal init; }

    /// <summary>When the host was last asked, in UTC.</summary>
    public DateTime LastSeen { get; internal init; }

    /// <summary>The host and the port.</summary>
    public override string ToString() => $"{HostName}:{Port}";
}
