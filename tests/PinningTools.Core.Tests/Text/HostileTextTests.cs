using System;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.Text;

/// <summary>
/// Text that is not ours (notes, subjects, file names, a server's words) must not steer a terminal, forge a line of a
/// log, turn other words around or hide among them, wherever it is shown.
/// </summary>
public sealed class HostileTextTests
{
    private const string Harmless = "Grüße, 中文, 👍🏽 und «alles» – ‘gut’?";

    /// <summary>Escaped: half a surrogate pair gets through no test runner.</summary>
    public static TheoryData<string> Hostile => new()
    {
        @"\x1b[2J\x1b]0;owned\x07", @"\x9b31m", @"a\rb", @"a\nb", @"a\x85b", @"a\u2028b", @"a\u2029b", @"\x00", @"\x7f",
        @"\u202egpj.exe", @"\u202a", @"\u202b", @"\u202c", @"\u202d", @"\u2066", @"\u2067", @"\u2068", @"\u2069",
        @"\u200e", @"\u200f", @"\u061c", @"a\u200bb", @"a\u200cb", @"a\u200db", @"\u2060", @"\ufeff", @"\u00ad",
        @"\u180e", @"\u034f", @"\u3164", @"\uffa0", @"\u115f", @"\ufff9", @"\udb40\udc41\udb40\udc7f", @"\udb40\udd00",
        @"\ud834\udd73", @"\ud800", @"a\udc00b", @"\ud83d", @"\u2063",
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void What_steers_or_hides_is_seen_as_a_question_mark(string escaped)
    {
        string text = Regex.Unescape(escaped);
        string shown = TerminalText.Printable(text);

        AssertHarmless(shown);
        Assert.Contains('?', shown);
        Assert.Equal(shown, TerminalText.Printable(shown));
        Assert.False(TerminalText.IsPrintable(text));
        Assert.Equal(shown, DisplayText.Clean(text));
    }

    [Fact]
    public void What_people_write_stays()
    {
        Assert.Same(Harmless, TerminalText.Printable(Harmless));
        Assert.Equal("", DisplayText.Clean(null));
    }

    [Fact]
    public void A_message_keeps_its_lines_and_a_body_what_joins_its_letters()
    {
        Assert.Equal("a\r\nb\tc?d?e", TerminalText.Message("a\r\nb\tc\rd\u200de"));
        Assert.Equal("a\nb\u200dc\u200ed?e?f", TerminalText.Body("a\nb\u200dc\u200ed\u202ee\U000e0041f"));
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void In_a_fault_of_whatever_kind(string escaped)
    {
        string text = Regex.Unescape(escaped);
        foreach (Fault fault in new[]
        {
            Faults.HostInvalid(text, "it is wrong"), Faults.FileNotFound(text), Faults.TargetIsFile(text),
            Faults.RequestFailed(new Uri("https://localhost/"), text), Faults.PinIsPath(text),
            Faults.ConnectFailed("host", text), Faults.AddressInvalid(text),
        })
        {
            AssertHarmless(fault.Message);
            AssertHarmless(fault.Advice);
        }
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void In_a_verdict_and_its_warnings(string escaped)
    {
        string note = Regex.Unescape(escaped);
        TestCertificate root = TestCertificate.Root("Root");
        TestCertificate leaf = root.Issue("localhost");
        var set = new PinSet(HostPattern.Parse("localhost"))
        {
            Pins = [new PinSetPin(SpkiPin.Parse(TestCertificate.Root("Other").Pin)) { Note = note }],
        };
        var policy = new PinPolicy
        {
            Pins = set.Entries.Select(pin => pin.Value).ToArray(),
            Set = set,
            Mode = PinSetMode.ReportOnly,
            Trust = TrustSettings.FromAnchors([DerCertificate.Parse(root.Der)]),
        };
        PresentedChain presented = PresentedChain.From([DerCertificate.Parse(leaf.Der)]);
        DateTime now = DateTime.UtcNow;
        TlsTarget target = TlsTarget.Parse("localhost");

        Evaluation evaluation = Evaluation.Create(presented, target.JudgedName, policy.Trust, now);
        PinVerdict verdict = VerdictMaker.Decide(new VerdictBasis(evaluation, target, policy, now), ConnectionFacts.None);

        Assert.Equal(Verdict.PinMismatch, verdict.Verdict);
        Assert.Contains(TerminalText.Printable(note), verdict.Message, StringComparison.Ordinal);
        Assert.All(verdict.Message.Split('\n').Concat(verdict.Warnings), AssertHarmless);
        Assert.Equal(7, verdict.Message.Split('\n').Length);
        Assert.Equal(note, set.Pins[0].Note);
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void In_the_answer_of_a_peer_and_in_a_finding(string escaped)
    {
        string text = Regex.Unescape(escaped);
        AssertHarmless(PreludeException.Quote("550 " + text));
        var finding = new PinSetFinding("Id", FindingSeverity.Error, text, "reason " + text, "fix " + text);
        AssertHarmless($"{finding} {finding.Fix}");
    }

    [Fact]
    public void An_address_is_shown_without_what_is_secret_in_it()
    {
        Assert.Equal(
            "https://host/store.json?...",
            DisplayText.Address("https://me:secret@host/store.json?sig=secret#secret"));
        Assert.Equal("host", DisplayText.Address("host"));
        Assert.Equal("a?b", DisplayText.Address("a\u202eb"));
    }

    internal static void AssertHarmless(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            UnicodeCategory category = CharUnicodeInfo.GetUnicodeCategory(text, i);
            Assert.False(
                category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate,
                $"U+{(int)text[i]:X4} at {i}");
            if (char.IsSurrogatePair(text, i)) i++;
        }
    }
}
