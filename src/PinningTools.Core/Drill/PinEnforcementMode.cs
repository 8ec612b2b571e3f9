namespace PinningTools;

/// <summary>What a drill found in one mode.</summary>
/// <remarks>Test-PinEnforcement writes it in its results.</remarks>
public sealed class PinEnforcementMode
{
    internal PinEnforcementMode()
    {
    }

    /// <summary>How the interceptor attacked.</summary>
    public DrillMode Mode { get; internal init; }

    /// <summary>What it proved.</summary>
    public EnforcementResult Result { get; internal init; }

    /// <summary>Why it proved nothing.</summary>
    public EnforcementReason Reason { get; internal init; }

    /// <summary>What happened, and what to do if it proved nothing.</summary>
    public string Message { get; internal init; } = "";

    /// <summary>What makes the result a proof.</summary>
    public DrillControls Controls { get; internal init; }

    /// <summary>What the impostor received, even if the client was stopped afterwards.</summary>
    public DrillLeak[] Leaks { get; internal init; } = [];

    /// <summary>The verdict, if this module's own client was tested.</summary>
    public PinVerdict? Verdict { get; internal init; }

    /// <summary>The exit code of the client; null if it did not end by itself, or was no process.</summary>
    public int? ExitCode { get; internal init; }

    /// <summary>What the client wrote, at most its last lines.</summary>
    public string Output { get; internal init; } = "";

    /// <summary>Mode and result.</summary>
    public override string ToString() =>
        Reason == EnforcementReason.None ? $"{Mode}: {Result}" : $"{Mode}: {Result} ({Reason})";
}
