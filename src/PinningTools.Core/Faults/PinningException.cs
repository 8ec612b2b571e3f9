using System;

namespace PinningTools;

/// <summary>Carries a <see cref="PinningTools.Fault"/> from where it happened to the edge.</summary>
public class PinningException : Exception
{
    /// <summary>Makes an exception out of a fault.</summary>
    /// <param name="fault">The fault; its message becomes the exception's.</param>
    /// <param name="inner">The platform's exception, where one was the cause.</param>
    public PinningException(Fault fault, Exception? inner = null)
        : base(fault?.Message ?? throw new ArgumentNullException(nameof(fault)), inner)
    {
        Fault = fault;
    }

    /// <summary>What went wrong.</summary>
    public Fault Fault { get; }

    /// <summary>The verdict that refused the peer, where there was one.</summary>
    public PinVerdict? Verdict { get; init; }
}
