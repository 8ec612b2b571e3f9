using System;
using PinningTools.Internal;

namespace PinningTools;

/// <summary>A connection that was refused because of its verdict, which the exception carries.</summary>
public sealed class PinRefusedException : PinningException
{
    /// <summary>The verdict refused the peer: the fault has the name of the verdict.</summary>
    internal PinRefusedException(PinVerdict verdict, Exception? inner = null)
        : this(Faults.Refused(verdict.Verdict.ToString(), verdict, verdict.Message), verdict, inner)
    {
    }

    /// <summary>A fault with its verdict.</summary>
    internal PinRefusedException(Fault fault, PinVerdict verdict, Exception? inner = null)
        : base(fault, inner)
    {
        Verdict = verdict;
    }

    /// <summary>The key is not the one that the first use recorded in a store.</summary>
    internal static PinRefusedException FromChangedKey(PinVerdict verdict, string store) => new(
        Faults.KeyChanged(
            verdict, $"{verdict.HostName}:{verdict.Port}", verdict.Message, verdict.Pattern ?? "", verdict.Target,
            store),
        verdict);

    /// <summary>The verdict that refused the peer.</summary>
    public PinVerdict Verdict { get; }
}
