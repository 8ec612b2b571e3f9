namespace PinningTools.Internal;

/// <summary>A verdict on one connection with the reason that refines it.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Allowed">Whether the command may continue.</param>
/// <param name="Match">The certificate whose key matched, if any.</param>
internal readonly record struct PinJudgement(
    Verdict Verdict, VerdictReason Reason, bool Allowed, DerCertificate? Match = null);
