using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;

namespace PinningTools.Tests.Verification;

/// <summary>Verdicts on certificates as a server might send them, without a connection.</summary>
internal static class Offline
{
    internal static DerCertificate Parse(TestCertificate certificate) => DerCertificate.Parse(certificate.Der);

    internal static PresentedChain Presented(IEnumerable<TestCertificate> certificates) =>
        PresentedChain.From([.. certificates.Select(Parse)]);

    internal static TrustSettings Anchors(params IEnumerable<TestCertificate> anchors) =>
        TrustSettings.FromAnchors([.. anchors.Select(Parse)]);

    /// <param name="sent">Leaf first.</param>
    /// <param name="anchors">What replaces the platform's roots.</param>
    /// <param name="pins">The pins.</param>
    /// <param name="host">The name to judge.</param>
    internal static Task<PinVerdict> CheckAsync(
        IEnumerable<TestCertificate> sent, IEnumerable<TestCertificate> anchors, IEnumerable<TestCertificate> pins,
        string host = "localhost") => CheckAsync(Presented(sent), Anchors(anchors), pins, host);

    internal static Task<PinVerdict> CheckAsync(
        PresentedChain sent, TrustSettings trust, IEnumerable<TestCertificate> pins, string host = "localhost")
    {
        var policy = new PinPolicy { Pins = [.. pins.Select(pin => SpkiPin.Parse(pin.Pin))], Trust = trust };
        return PinChecker.EvaluateAsync(sent, Check(host, policy), CancellationToken.None);
    }

    /// <summary>The certificates of a file, leaf first, under the platform's own trust.</summary>
    internal static Task<PinVerdict> CheckAsync(string path, string pin) => PinChecker.EvaluateAsync(
        PresentedChain.From([.. CertificateFile.Read(path).Select(item => item.Certificate!)]),
        Check("localhost", new PinPolicy { Pins = [SpkiPin.Parse(pin)] }), CancellationToken.None);

    private static PinCheck Check(string host, PinPolicy policy) => new(
        TlsTarget.Offline("test", HostName.Parse(host)), policy,
        new ConnectionOptions { Timeout = TimeSpan.FromMinutes(1) });

    /// <summary>Everything of a verdict that must not depend on the order of what was sent.</summary>
    internal static string Facts(PinVerdict verdict) => string.Join(
        "\n", verdict.Verdict, verdict.Reason, verdict.TrustAnchor, verdict.MatchedPin, verdict.MatchedRole,
        verdict.DaysLeft, verdict.Message, string.Join(" > ", verdict.Chain.Select(record => record.SerialNumber)),
        string.Join("|", verdict.Warnings));

    /// <summary>Every order of a few things.</summary>
    internal static IEnumerable<T[]> Permutations<T>(params T[] items) => items.Length <= 1
        ? [items]
        : items.SelectMany((first, i) =>
            Permutations([.. items.Take(i), .. items.Skip(i + 1)]).Select(rest => (T[])[first, .. rest]));
}
