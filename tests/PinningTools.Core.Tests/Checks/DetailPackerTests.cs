using System;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Globalization;
using System.Linq;
using System.Reflection;
using PinningTools.Internal;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Checks;

/// <summary>Details of endpoints that are Ok, which -Slim keeps packed: each says the same as before, in little memory.</summary>
public sealed class DetailPackerTests
{
    private static readonly DateTime s_now = new(2026, 11, 27, 2, 17, 9, DateTimeKind.Utc);

    [Fact]
    public void Says_the_same()
    {
        var packer = new DetailPacker();
        PinCheckDetail[] details = [.. Enumerable.Range(1, 500).Select(row => Detail(row))];
        PinCheckDetail[] packed = [.. details.Select(one => one.Pack(packer))];

        Assert.All(packed, one => Assert.True(one.IsPacked));
        Assert.Equal(Json(details), Json(packed));
        // In another order, which its cache must not mind.
        Assert.Equal(Json(Enumerable.Reverse(details)), Json(Enumerable.Reverse(packed)));
        foreach ((PinCheckDetail one, PinCheckDetail other) in details.Zip(packed))
            foreach (PropertyInfo member in typeof(PinCheckDetail).GetProperties().Where(member => !IsList(member.PropertyType)))
                Assert.Equal(member.GetValue(one), member.GetValue(other));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u0001a")]
    [InlineData("a.example:443 and a.example:443: \u0001\u0001b")]
    [InlineData("no mark, and no name")]
    [InlineData("a pair: \U0001F511, and \uFFFD")]
    public void Says_the_same_whatever_the_message_is(string message)
    {
        PinCheckDetail one = Detail(1) with { Message = message, ExpiresFirst = "a", Issuer = message, Owner = message, HostName = message };

        PinCheckDetail packed = one.Pack(new DetailPacker());

        Assert.True(packed.IsPacked);
        Assert.Equal(Json([one]), Json([packed]));
    }

    [Fact]
    public void What_cannot_be_packed_stays_as_it_is()
    {
        var packer = new DetailPacker();
        PinCheckDetail one = Detail(1);
        PinCheckDetail[] others =
        [
            one with { Level = "Warning" },
            one with { Changes = [new PinCheckChange()] },
            one with { Chain = [new PinCheckCertificate()] },
            one with { Views = [one.Views[0] with { LeafPin = SampleSummary.Pin("other") }] },
            one with { Views = [one.Views[0], one.Views[0]] },
            one with { ExpiresFirst = "CN=\uD800" },
        ];

        Assert.All(others, other => Assert.Same(other, other.Pack(packer)));
    }

    [Fact]
    public void A_changed_copy_leaves_the_packed_one_as_it_is()
    {
        PinCheckDetail packed = Detail(1).Pack(new DetailPacker());
        string before = Json([packed]);

        PinCheckDetail copy = packed with { Owner = "somebody else", Level = "Critical" };

        Assert.Equal(("somebody else", "Critical"), (copy.Owner, copy.Level));
        Assert.False(copy.IsPacked);
        Assert.Equal(before, Json([packed]));
        Assert.True(copy.PackLike(packed with { }) == copy);
    }

    /// <summary>Counted, not measured: what other tests do meanwhile does not matter.</summary>
    [Fact]
    public void Costs_less_than_300_bytes_a_row()
    {
        var packer = new DetailPacker();
        // The columns of a list are the caller's own, and stay as they are.
        PinCheckSummary Of(int count) => new() { Details = [.. Enumerable.Range(1, count).Select(i => Detail(i, false).Pack(packer))] };
        PinCheckSummary few = Of(100), many = Of(2100);

        double each = (ObjectSize.Of(many) - ObjectSize.Of(few)) / 2000.0;
        double whole = ObjectSize.Of(Enumerable.Range(1, 2000).Select(row => Detail(row, false)).ToArray()) / 2000.0;

        Assert.InRange(each, 100, 300);
        Assert.True(whole > 1200, $"{whole} bytes: what is measured here is not what it was.");
    }

    /// <summary>An endpoint of its own: nobody else has its key, its spare or its address.</summary>
    private static PinCheckDetail Detail(int row, bool hasColumns = true)
    {
        string host = $"host{row.ToString(CultureInfo.InvariantCulture)}.example.com", pin = SampleSummary.Pin(host), address = $"192.0.{row / 250}.{row % 250}";
        string subject = "CN=" + host;
        var columns = new OrderedDictionary();
        if (hasColumns && row % 7 == 0) columns["Site"] = "north";
        return new PinCheckDetail
        {
            Level = "Ok",
            Row = row,
            Key = row % 5 == 0 ? host + ":443+smtp" : host + ":443",
            HostName = host,
            Port = 443,
            Address = address,
            Verdict = "Match",
            Reason = "None",
            DaysLeft = row % 3 == 0 ? null : row,
            LeafDaysLeft = -row,
            ExpiresFirst = subject,
            NotBefore = row % 11 == 0 ? s_now.AddTicks(1) : s_now.AddDays(-row),
            NotAfter = s_now.AddDays(row),
            ChainNotAfter = s_now.AddDays(row),
            Issuer = "CN=R13,O=Let's Encrypt,C=US",
            Anchor = row % 9 == 0 ? null : "CN=ISRG Root X1",
            LeafPin = pin,
            MatchedPin = pin,
            MatchedRole = "Leaf",
            Inspected = row % 13 == 0,
            Proof = row % 13 == 0 ? "Finished" : "",
            ProofStrength = row % 13 == 0 ? "Legacy" : "",
            SparePins = 1,
            KnownPins = [pin, SampleSummary.Pin("spare of " + host)],
            Owner = $"team {row % 10}",
            Tag = row % 2 == 0 ? ["prod", "web"] : [],
            Columns = columns,
            Message = $"{host}:443 matched {pin} ({subject}).",
            Views =
            [
                new PinCheckView { VantagePoint = "mon01", Address = address, LeafPin = pin, Anchor = "CN=ISRG Root X1", Verdict = "Match" },
            ],
            Seconds = row / 1000.0,
        };
    }

    private static bool IsList(Type type) => type != typeof(string) && typeof(System.Collections.IEnumerable).IsAssignableFrom(type);

    private static string Json(IEnumerable<PinCheckDetail> details) => new PinCheckSummary { Details = [.. details] }.ToJson();
}
