using System;
using System.Linq;

namespace PinningTools;

/// <summary>What a drill proved of one client and one pinned host.</summary>
/// <remarks>Test-PinEnforcement writes it.</remarks>
public sealed class PinEnforcement
{
    internal PinEnforcement()
    {
    }

    /// <summary>The pinned host in its canonical form.</summary>
    public string HostName { get; internal init; } = "";

    /// <summary>The port.</summary>
    public int Port { get; internal init; }

    /// <summary>The client that was tested.</summary>
    public string Client { get; internal init; } = "";

    /// <summary>
    /// The worst result of the modes. Modes that ordinary validation stops do not lower a proof of the others.
    /// </summary>
    public EnforcementResult Result { get; internal init; }

    /// <summary>Why nothing was proven.</summary>
    public EnforcementReason Reason { get; internal init; }

    /// <summary>What the result means, and what to do.</summary>
    public string Message { get; internal init; } = "";

    /// <summary>Whether it was proven that the pins are enforced.</summary>
    public bool Passed => Result == EnforcementResult.Enforced;

    /// <summary>The results of the modes.</summary>
    public PinEnforcementMode[] Modes { get; internal init; } = [];

    /// <summary>The modes that could not be run, each with its reason.</summary>
    public string[] NotRun { get; internal init; } = [];

    /// <summary>What the impostor received in any mode.</summary>
    public DrillLeak[] Leaks => [.. Modes.SelectMany(mode => mode.Leaks)];

    /// <summary>How long the drill took.</summary>
    public TimeSpan Elapsed { get; internal init; }

    /// <summary>Host and result.</summary>
    public override string ToString() => $"{HostName}:{Port} {Result}";
}
