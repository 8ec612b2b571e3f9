using System;
using System.Collections.Generic;
using System.Linq;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Formats;

/// <summary>Properties that hold for every format and any pin sets.</summary>
public sealed class RoundTripTests
{
    private const int Rounds = 150;

    public static TheoryData<string> Both =>
        [.. PinSetFormats.All.Where(format => format.CanRead && format.CanWrite).Select(format => format.Name)];

    public static TheoryData<string> Foreign =>
        [.. PinSetFormats.All.OfType<ForeignFormat>()
            .Where(format => format.CanRead && format.CanWrite).Select(format => format.Name)];

    public static TheoryData<string> Written =>
        [.. PinSetFormats.All.OfType<ForeignFormat>().Where(format => format.CanWrite).Select(format => format.Name)];

    [Theory]
    [MemberData(nameof(Foreign))]
    public void What_a_format_can_express_comes_back_whole_and_without_a_warning(string name)
    {
        var format = (ForeignFormat)TestFormats.Get(name);
        for (int seed = 0; seed < Rounds; seed++)
        {
            PinSet[] sets = new GeneratedSets(seed).Fitting(format);

            FormatWriting writing = format.Write(sets, TestFormats.Options);

            Assert.DoesNotContain(writing.Losses, loss => !IsAlwaysSaid(loss));
            Assert.Equal(TestFormats.Text(sets), TestFormats.Text(ReadBack(name, writing, sets)));
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Whatever_is_written_is_read_and_written_again_the_same(string name)
    {
        for (int seed = 0; seed < Rounds; seed++)
        {
            if (TryWrite(name, Wild(name, seed)) is not { } first) continue;
            IReadOnlyList<PinSet> read = ReadBack(name, first, Wild(name, seed));

            FormatWriting second = TestFormats.Write(name, [.. read]);

            // OkHttp's pins are joined on the first reading.
            if (TestFormats.Get(name) is not OkHttpCodeFormat) Assert.Equal(first.Content, second.Content);
            Assert.Equal(first.Companion, second.Companion);
            Assert.Equal(TestFormats.Text(read), TestFormats.Text(ReadBack(name, second, [.. read])));
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void What_does_not_come_back_was_warned_of(string name)
    {
        int lossless = 0;
        int lossy = 0;
        for (int seed = 0; seed < Rounds; seed++)
        {
            PinSet[] sets = Wild(name, seed);
            if (TryWrite(name, sets) is not { } writing) continue;
            IReadOnlyList<PinSet> read = ReadBack(name, writing, sets);
            foreach (PinSet set in sets)
            {
                PinSet? back = read.FirstOrDefault(other => other.Pattern == set.Pattern);
                bool same = back is not null && Normal(set) == Normal(back);
                if (!same)
                    Assert.True(writing.Losses.Any(loss => loss.Contains($"'{set.Pattern}'")),
                        $"{name}, seed {seed}: {Normal(set)} became "
                            + $"{(back is null ? "nothing" : Normal(back))}\n{string.Join("\n", writing.Losses)}");
                _ = same ? lossless++ : lossy++;
            }
        }

        // The store loses nothing; the others are seen to lose.
        Assert.True(lossless + lossy > 0);
        if (name == "PinStore") Assert.Equal(0, lossy);
        else Assert.NotEqual(0, lossy);
    }

    [Theory]
    [MemberData(nameof(Written))]
    public void Every_part_of_a_set_that_has_no_place_is_named(string name)
    {
        var format = (ForeignFormat)TestFormats.Get(name);
        DerCertificate certificate = Certificates.All[0];
        PinSet full = TestFormats.Set((format.Parts & SetParts.AnyDepth) == 0
            && (format.Parts & SetParts.Hosts) != 0 ? "example.com:8443" : "**.example.com:8443") with
        {
            StartTls = "smtp",
            Mode = PinSetMode.ReportOnly,
            Trust = TrustMode.Anchors,
            TrustAnchors = [Base64Certificate.Write(certificate)],
            Expires = new DateTime(2027, 1, 1, 12, 0, 0, DateTimeKind.Utc),
            NoBackup = true,
            AllowInspected = true,
            ReportUri = "https://r.example/p",
            Owner = "o",
            Note = "n",
            Added = new DateTime(2026, 1, 1),
            Unknown = "{\"x\": 1}",
            Pins =
            [
                new PinSetPin(certificate.Pin)
                {
                    Role = PinRole.Backup, RoleEnforced = true, Note = "a note", Owner = "o",
                    Added = new DateTime(2026, 1, 1),
                    LastSeen = new DateTime(2026, 1, 2),
                    NotAfter = new DateTime(2028, 1, 1), Certificate = Base64Certificate.Write(certificate),
                    Unknown = "{\"y\": 1}",
                },
                TestFormats.Pin(TestFormats.X1) with { Bad = true },
            ],
        };
        string losses = string.Join("\n", format.Write([full], TestFormats.Options).Losses);

        (SetParts Part, string Word)[] words =
        [
            (SetParts.Port, "8443"), (SetParts.None, "smtp"), (SetParts.ReportOnly, "report-only"),
            (SetParts.None, "trust anchors"),
            (SetParts.ExpiryTime, "expir"), (SetParts.ReportUri, "https://r.example/p"), (SetParts.None, "its owner"),
            (SetParts.None, "its note"), (SetParts.None, "no backup pin on purpose"),
            (SetParts.None, "that inspected servers pass"),
            (SetParts.None, "date when it was added"), (SetParts.None, "members that this version"), (SetParts.Vetoes, "veto"),
            (SetParts.None, "Backup|the role"), (SetParts.RolesEnforced, "only in its role"),
            (SetParts.None, "the note of"), (SetParts.None, "the owner of"), (SetParts.None, "was added"),
            (SetParts.PinNotAfter, "last day"),
            (SetParts.None, "last seen"), (SetParts.Certificates, "the certificate of"), (SetParts.None, "members of"),
            (SetParts.None, "OnExpired|expiry"),
        ];
        foreach ((SetParts part, string word) in words)
        {
            if (part != SetParts.None && (format.Parts & part) != 0) continue;
            Assert.True(word.Split('|').Any(losses.Contains), $"{name} does not say '{word}':\n{losses}");
        }
    }

    private static bool IsAlwaysSaid(string loss) =>
        loss.StartsWith("The usages 2 and 3 of Tlsa", StringComparison.Ordinal);

    private static PinSet[] Wild(string name, int seed) =>
        new GeneratedSets(seed)
            .Wild(TestFormats.Get(name) is ForeignFormat format && (format.Parts & SetParts.Hosts) == 0 ? 1 : 1 + (seed % 9));

    /// <summary>Null where nothing of the sets can be written, which is said too.</summary>
    private static FormatWriting? TryWrite(string name, PinSet[] sets)
    {
        try
        {
            return TestFormats.Write(name, sets);
        }
        catch (PinningException error)
        {
            Assert.Equal("NothingToWrite", error.Fault.Id);
            return null;
        }
    }

    private static IReadOnlyList<PinSet> ReadBack(string name, FormatWriting writing, PinSet[] sets)
    {
        bool hosts = TestFormats.Get(name) is not ForeignFormat format || (format.Parts & SetParts.Hosts) != 0;
        return TestFormats.ReadBack(name, writing, hosts ? null : HostPattern.Parse(sets[0].Hosts.Host.Bracketed).Text).Sets;
    }

    /// <summary>A URI is the same, escaped or not.</summary>
    private static string Normal(PinSet set) =>
        TestFormats.Text([set.ReportUri is { } uri ? set with { ReportUri = ReportUris.Safe(uri) } : set]);
}
