using System;
using System.Linq;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.PinSets;

public sealed class PinStoreJsonTests
{
    private const string Pin = "sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=";

    private const string Details =
        "\"role\": \"Root\", \"note\": \"ISRG Root X1\", \"owner\": \"ops\", \"added\": \"2026-01-02\", "
            + "\"notAfter\": \"2030-01-01\", \"lastSeen\": \"2026-02-03\", \"x-ticket\": 12";

    private static readonly string s_full =
        $$"""
        {
          "pinStore": 1,
          "version": 7,
          "pinSets": [
            {
              "pattern": "**.example.com:8443",
              "startTls": "smtp",
              "mode": "ReportOnly",
              "expires": "2027-01-31",
              "onExpired": "Warn",
              "reportUri": "https://report.example/pins",
              "owner": "ops",
              "note": "the web",
              "added": "2026-01-02T03:04:05Z",
              "pins": [
                {"pin": "{{Pin}}", {{Details}}},
                {"pin": "sha256/diGVwiVYbubAI3RW4hB9xU8e/CH2GnkuvVFZE8zmgzI=", "bad": true}
              ],
              "x-team": {
                "name": "web",
                "sizes": [
                  2.50,
                  null
                ]
              }
            }
          ],
          "x-made-by": "hand"
        }

        """.Replace("\r", "");

    [Fact]
    public void A_store_is_written_as_it_was_read_unknown_members_included() =>
        Assert.Equal(s_full, PinStoreJson.Write(PinStoreJson.Read(s_full, "test")));

    [Fact]
    public void Everything_a_set_can_say_is_read()
    {
        PinSet set = PinStoreJson.Read(s_full, "test").Sets.Single();

        Assert.Equal("**.example.com:8443", set.Pattern);
        Assert.Equal("smtp", set.StartTls);
        Assert.Equal(PinSetMode.ReportOnly, set.Mode);
        Assert.Equal(new DateTime(2027, 1, 31, 0, 0, 0, DateTimeKind.Utc), set.Expires);
        Assert.Equal(ExpiredAction.Warn, set.OnExpired);
        Assert.Equal(PinRole.Root, set.Pins[0].Role);
        Assert.Equal("""{"x-ticket": 12}""", set.Pins[0].Unknown);
        Assert.True(set.Pins[1].Bad);
    }

    [Fact]
    public void Certificates_beside_pins_and_anchors_are_kept_and_checked()
    {
        TestCertificate root = TestCertificate.Root("Root");
        string der = Convert.ToBase64String(root.Der);
        string json = $$"""
            {"pinStore": 1, "pinSets": [{"pattern": "a", "trust": "Anchors", "trustAnchors": ["{{der}}"],
                                         "pins": [{"pin": "{{root.Pin}}", "certificate": "{{der}}"}]}]}
            """;

        PinSet set = PinStoreJson.Read(json, "test").Sets.Single();

        Assert.Equal(der, set.TrustAnchors.Single());
        Assert.Equal(der, set.Pins[0].Certificate);
        Assert.Equal("PinCertificateDiffers",
            TestSets.FaultOf(() => PinStoreJson.Read(json.Replace(root.Pin, Pin), "test")));
    }

    [Fact]
    public void An_anchor_that_is_not_self_issued_is_refused()
    {
        string der = Convert.ToBase64String(TestCertificate.Root("Root").Issue("a.example").Der);
        string json = $$"""
            {"pinStore": 1, "pinSets": [{"pattern": "a", "trust": "Anchors", "trustAnchors": ["{{der}}"],
                                         "pins": [{"pin": "{{Pin}}"}]}]}
            """;

        Assert.Equal("AnchorNotSelfIssued", TestSets.FaultOf(() => PinStoreJson.Read(json, "test")));
    }

    [Theory]
    [InlineData("[]", "JsonUnexpected", "line 1, column 1: a pin store must be an object")]
    [InlineData("{}", "JsonUnexpected", "\"pinStore\": 1")]
    [InlineData("""{"pinStore": 2}""", "JsonUnexpected", "line 1, column 14")]
    [InlineData("""{"pinStore": 1, "version": -1}""", "JsonUnexpected", "'version' must be a whole number")]
    [InlineData("""{"pinStore": 1, "pinSets": {}}""", "JsonUnexpected", "'pinSets' must be a list")]
    [InlineData(
        """{"pinStore": 1, "pinSets": [1]}""",
        "JsonUnexpected", "line 1, column 29: a pin set must be an object")]
    [InlineData("""{"pinStore": 1, "pinSets": [{}]}""", "JsonUnexpected", "a pin set needs its 'pattern'")]
    [InlineData("""{"pinStore": 1, "pinSets": [{"pattern": "*"}]}""", "PatternInvalid", "line 1, column 41")]
    [InlineData("""{"pinStore": 1, "pinSets": [{"pattern": "a", "pins": []}]}""", "PinSetEmpty", "line 1, column 29")]
    [InlineData(
        """{"pinStore": 1, "pinSets": [{"pattern": "a", "pins": [{}]}]}""",
        "JsonUnexpected", "a pin needs its 'pin'")]
    [InlineData("{\"pinStore\": 1, \"pinSets\": [\n{\"pattern\": \"a\",\n \"pins\": [{\"pin\": \"sha1/x\"}]}]}",
        "PinIsSha1", "line 3, column 19")]
    [InlineData(
        """{"pinStore": 1, "pinSets": [{"pattern": "a", "mode": "enforce", "pins": []}]}""",
        "JsonUnexpected", "'mode' must be Enforce, ReportOnly; it is 'enforce'")]
    [InlineData(
        """{"pinStore": 1, "pinSets": [{"pattern": "a", "mode": "1", "pins": []}]}""",
        "JsonUnexpected", "'mode' must be")]
    [InlineData(
        """{"pinStore": 1, "pinSets": [{"pattern": "a", "expires": "31.1.2027", "pins": []}]}""",
        "JsonUnexpected", "'expires' must be a date")]
    [InlineData(
        """{"pinStore": 1, "pinSets": [{"pattern": "a", "trustAnchors": ["!"], "pins": []}]}""",
        "CertificateNotBase64", "line 1, column 62")]
    [InlineData(
        """{"pinStore": 1, "pinSets": [{"pattern": "a", "trustAnchors": ["MAA="], "pins": []}]}""",
        "MalformedDer", "line 1, column 62")]
    [InlineData(
        """{"pinStore": 1, "pinSets": [{"pattern": "a", "trustAnchors": [1], "pins": []}]}""",
        "JsonUnexpected", "a trust anchor must be a string")]
    [InlineData(
        """{"pinStore": 1, "pinSets": [{"pattern": "a", "note": 1, "pins": []}]}""",
        "JsonUnexpected", "'note' must be a string")]
    public void What_is_no_pin_store_is_refused_with_its_place(string json, string id, string message)
    {
        Fault fault = Assert.Throws<PinningException>(() => PinStoreJson.Read(json, "test")).Fault;

        Assert.Equal(id, fault.Id);
        Assert.Contains(message, fault.Message);
        Assert.StartsWith("'test', line ", fault.Message);
    }

    [Theory]
    [InlineData("""trust": "PinOnly", "mode": "ReportOnly""", "PinOnlyChecksNothing")]
    [InlineData("""trust": "PinOnly", "onExpired": "Warn""", "PinOnlyChecksNothing")]
    [InlineData("""trust": "PinOnly", "onExpired": "Unpinned""", "PinOnlyChecksNothing")]
    [InlineData("""trust": "Anchors""", "AnchorsDisagree")]
    [InlineData("""reportUri": "file:///etc/passwd""", "ReportUriInvalid")]
    public void A_set_that_must_not_be_used_is_refused_with_its_place(string members, string id)
    {
        string json =
            $$"""{"pinStore": 1, "pinSets": [{"pattern": "a", "{{members}}", "pins": [{"pin": "{{Pin}}"}]}]}""";
        Fault fault = Assert.Throws<PinningException>(() => PinStoreJson.Read(json, "test")).Fault;

        Assert.Equal(id, fault.Id);
        Assert.StartsWith("'test', line 1, column 29: ", fault.Message);
    }

    [Fact]
    public void A_pin_that_is_wanted_and_forbidden_is_refused()
    {
        PinSet set = TestSets.Of("a.example", "x")
            with { Pins = [TestSets.Entry("x"), TestSets.Entry("x") with { Bad = true }] };

        Assert.Equal("PinBothGoodAndBad", TestSets.FaultOf(() => PinSetRules.Check(set)));
    }

    [Fact]
    public void Any_set_survives_writing_and_reading()
    {
        var random = new Random(11);
        for (int round = 0; round < 300; round++)
        {
            var store = new PinStore(Enumerable.Range(0, random.Next(1, 5))
                .Select(i => RandomSet(random, i))) { Version = random.Next(5) };

            string written = PinStoreJson.Write(store);

            Assert.Equal(written, PinStoreJson.Write(PinStoreJson.Read(written, "test")));
            Assert.Equal(store.Sets.Select(Describe), PinStoreJson.Read(written, "test").Sets.Select(Describe));
        }
    }

    [Fact]
    public void The_published_schema_names_what_is_read_and_written_and_nothing_else()
    {
        JsonValue schema =
            JsonReader.Parse(UnicodeFile.Read(Repository.File("docs", "pin-store.schema.json")), "schema");
        TestCertificate root = TestCertificate.Root("Root");
        string der = Convert.ToBase64String(root.Der);
        DateTime date = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        PinSetPin pin = new(SpkiPin.Parse(root.Pin))
        {
            Role = PinRole.Root, RoleEnforced = true, Bad = true, Note = "n", Owner = "o", Added = date,
            NotAfter = date, LastSeen = date,
            Certificate = der,
        };
        var full = new PinSet(HostPattern.Parse("a"))
        {
            StartTls = "smtp", Mode = PinSetMode.ReportOnly, Trust = TrustMode.Anchors,
            TrustAnchors = [der], Expires = date,
            OnExpired = ExpiredAction.Warn, NoBackup = true, AllowInspected = true, ReportUri = "https://r.example", Owner = "o", Note = "n",
            Added = date, Pins = [pin],
        };
        var store = new PinStore([full]) 
        {
            Version = 1, PublishedAt = new Uri("https://a.example"), ValidUntil = date,
            SourceText = JsonValue.Object([]),
        };
        JsonValue written = JsonReader.Parse(PinStoreJson.Write(store), "written");
        JsonValue set = written.Find("pinSets")!.Items[0];
        JsonValue definitions = schema.Find("$defs")!;

        Assert.Equal(Names(written), Names(schema.Find("properties")!));
        Assert.Equal(Names(set), Names(definitions.Find("pinSet")!.Find("properties")!));
        Assert.Equal(Names(set.Find("pins")!.Items[0]), Names(definitions.Find("pin")!.Find("properties")!));
        AssertChoices<PinSetMode>("pinSet", "mode");
        AssertChoices<TrustMode>("pinSet", "trust");
        AssertChoices<ExpiredAction>("pinSet", "onExpired");
        AssertChoices<PinRole>("pin", "role");

        static string[] Names(JsonValue value) => [.. value.Members.Select(member => member.Key)];

        void AssertChoices<T>(string definition, string name)
            where T : struct, Enum =>
            Assert.Equal(Enum.GetNames<T>(), definitions.Find(definition)!.Find("properties")!.Find(name)!.Find(
                "enum")!.Items.Select(item => item.Text));
    }

    private static PinSet RandomSet(Random random, int number)
    {
        string prefix = new[] { "", "*.", "**." }[random.Next(3)];
        string port = random.Next(2) == 0 ? "" : ":" + random.Next(1, 65536);
        bool pinOnly = random.Next(4) == 0;
        return new PinSet(HostPattern.Parse($"{prefix}h{number}.example{port}"))
        {
            StartTls = random.Next(2) == 0 ? null : "imap",
            Mode = pinOnly ? PinSetMode.Enforce : (PinSetMode)random.Next(2),
            Trust = pinOnly ? TrustMode.PinOnly : TrustMode.System,
            OnExpired = pinOnly ? ExpiredAction.Fail : (ExpiredAction)random.Next(3),
            Expires = Date(random),
            ReportUri = random.Next(2) == 0 ? null : "https://r.example/" + random.Next(),
            Owner = Text(random),
            Note = Text(random),
            Added = Date(random),
            Unknown = random.Next(2) == 0 ? null : """{"x": [1e5, {"y": "z"}]}""",
            Pins = [.. Enumerable.Range(0, random.Next(1, 4))
                .Select(i => TestSets.Entry($"{number} {i}", (PinRole)random.Next(5)) with
            {
                Bad = i > 0 && random.Next(3) == 0,
                Note = Text(random),
                Owner = Text(random),
                Added = Date(random),
                NotAfter = Date(random),
                LastSeen = Date(random),
            })],
        };
    }

    private static string? Text(Random random) =>
        random.Next(2) == 0
            ? null
            : new string([.. Enumerable.Range(0, random.Next(6)).Select(_ => (char)random.Next(0x20, 0x3000))]);

    private static DateTime? Date(Random random) =>
        random.Next(2) == 0 ? null : new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc)
            .AddSeconds(random.Next(int.MaxValue));

    private static string Describe(PinSet set) =>
        $"{set.Pattern} {set.StartTls} {set.Mode} {set.Trust} {set.OnExpired} {set.Expires:O} {set.ReportUri} "
            + $"{set.Owner} {set.Note} {set.Added:O} {set.Unknown} "
        + string.Join("|", set.Pins.Select(pin =>
            $"{pin.Pin} {pin.Role} {pin.Bad} {pin.Note} {pin.Owner} {pin.Added:O} {pin.NotAfter:O} {pin.LastSeen:O}"));
}
