using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PinningTools.Testing;
using Xunit;
using static PinningTools.Tests.Verification.Offline;

namespace PinningTools.Tests.Verification;

/// <summary>
/// Authorities that certify each other at random: a pin matches exactly where some path of right signatures leads
/// through its key to an anchor, and the verdict is the same in every order.
/// </summary>
public sealed class PathPropertyTests
{
    private const int Authorities = 5;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task The_verdict_is_that_of_the_signatures_in_every_order(int seed)
    {
        var random = new Random(seed);
        CertificateOptions options = new() { OmitKeyIdentifiers = seed % 2 == 0 };
        // Two of them share a name.
        TestCertificate[] roots =
            [.. Enumerable.Range(0, Authorities).Select(i => TestCertificate.Root($"CA {Math.Min(i, 3)}", options))];
        (int Subject, int Issuer)[] pairs =
        [
            .. Enumerable.Range(0, 8).Select(_ => (random.Next(Authorities), random.Next(Authorities)))
                .Where(pair => Math.Min(pair.Item1, 3) != Math.Min(pair.Item2, 3)).Distinct(),
        ];
        TestCertificate[] crossed = [.. pairs.Select(pair => roots[pair.Subject].CrossSign(roots[pair.Issuer]))];
        TestCertificate leaf = roots[0].Issue("localhost", options);
        HashSet<int> anchors = [.. Enumerable.Range(0, 2).Select(_ => random.Next(1, Authorities))];
        HashSet<int> onPaths = [.. PathsFrom(0, [], pairs, anchors).SelectMany(path => path)];

        for (int pinned = 0; pinned < Authorities; pinned++)
        {
            string[] facts = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
            {
                TestCertificate[] sent = [.. crossed.OrderBy(_ => random.Next())];
                return Facts(await CheckAsync(
                    [leaf, .. sent], anchors.OrderBy(_ => random.Next()).Select(i => roots[i]), [roots[pinned]]));
            }));
            Verdict expected = onPaths.Contains(pinned) ? Verdict.Match
                : onPaths.Count > 0 ? Verdict.PinMismatch
                : Verdict.UntrustedChain;
            Assert.StartsWith(expected + "\n", Assert.Single(facts.Distinct()), StringComparison.Ordinal);
        }
    }

    /// <summary>All ways without a loop, by the numbers of the authorities.</summary>
    private static IEnumerable<int[]> PathsFrom(
        int at, int[] passed, (int Subject, int Issuer)[] pairs, HashSet<int> anchors)
    {
        int[] path = [.. passed, at];
        if (anchors.Contains(at)) yield return path;
        foreach (int issuer in pairs.Where(pair => pair.Subject == at).Select(pair => pair.Issuer).Except(path))
            foreach (int[] longer in PathsFrom(issuer, path, pairs, anchors)) yield return longer;
    }
}
