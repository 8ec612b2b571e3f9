using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Verification;

/// <summary>Windows roots that are not installed yet: reported where they may be the cause, and nowhere else.</summary>
public sealed class LazyRootsTests
{
    [Theory]
    [InlineData(TrustMode.System, VerdictReason.UntrustedRoot, true, true)]
    [InlineData(TrustMode.System, VerdictReason.MissingIntermediate, true, true)]
    [InlineData(TrustMode.System, VerdictReason.SelfSigned, true, false)]
    [InlineData(TrustMode.System, VerdictReason.InvalidSignature, true, false)]
    [InlineData(TrustMode.Anchors, VerdictReason.UntrustedRoot, true, false)]
    [InlineData(TrustMode.System, VerdictReason.UntrustedRoot, false, false)]
    public void They_are_told_of_where_they_can_be_the_cause(
        TrustMode trust, VerdictReason reason, bool isWindows, bool told) =>
        Assert.Equal(told, LazyRoots.Advice(trust, reason, isWindows).Length > 0);
}
