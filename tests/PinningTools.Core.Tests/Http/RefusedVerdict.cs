namespace PinningTools.Tests.Http;

internal static class RefusedVerdict
{
    /// <summary>The verdict that an error carries, or null.</summary>
    internal static PinVerdict? VerdictOf(this PinningException error) => (error as PinRefusedException)?.Verdict;
}
