using System;
using System.Linq;

namespace PinningTools;

/// <summary>What a rotation does to the clients of one pin set, and what to do before it.</summary>
/// <remarks>Made by Test-PinRotation.</remarks>
public sealed class PinRotation
{
    internal PinRotation()
    {
    }

    /// <summary>The pin set.</summary>
    public string Pattern { get; internal init; } = "";

    /// <summary>Whether its clients keep working.</summary>
    public RotationOutcome Outcome { get; internal init; }

    /// <summary>Whether the rotation can be made now.</summary>
    public bool Passed => Outcome == RotationOutcome.KeepsWorking;

    /// <summary>The pin through which they keep working, or null.</summary>
    public string? MatchedPin { get; internal init; }

    /// <summary>The role of that pin in the set.</summary>
    public PinRole MatchedRole { get; internal init; }

    /// <summary>The subject of the certificate with that key, if it is known.</summary>
    public string? MatchedSubject { get; internal init; }

    /// <summary>Until when they keep working, in UTC; null if no end is known.</summary>
    public DateTime? Until { get; internal init; }

    /// <summary>The reason for that end.</summary>
    public string? UntilReason { get; internal init; }

    /// <summary>The first day on which the switch is safe, in UTC; null if there is none.</summary>
    public DateTime? SwitchFrom { get; internal init; }

    /// <summary>The pins to publish before the switch.</summary>
    public string[] PinsToPublish { get; internal init; } = [];

    /// <summary>The reason of the outcome, in a sentence.</summary>
    public string Reason { get; internal init; } = "";

    /// <summary>What to do, step by step.</summary>
    public string[] Steps { get; internal init; } = [];

    /// <summary>The steps as a numbered list.</summary>
    public string Plan => string.Join(Environment.NewLine, Steps.Select((step, i) => $"{i + 1}. {step}"));

    /// <summary>The pattern, the outcome and the reason.</summary>
    public override string ToString() => $"{Pattern}: {Outcome}. {Reason}";
}
