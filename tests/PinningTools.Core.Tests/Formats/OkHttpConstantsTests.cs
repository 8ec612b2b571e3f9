using System.Linq;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Formats;

/// <summary>Pins and hosts in constants of the same file, as apps keep them.</summary>
public sealed class OkHttpConstantsTests
{
    private const string X1 = "\"sha256/" + TestFormats.X1 + "\"";
    private const string X2 = "\"sha256/" + TestFormats.X2 + "\"";
    private const string Add = "new CertificatePinner.Builder().add(HOST, PIN, SPARE).build();";
    private const string KotlinAdd = "val pinner = CertificatePinner.Builder().add(HOST, PIN, SPARE).build()\n";

    [Theory]
    [InlineData("class Pins { private static final String HOST = \"example.com\"; static final String PIN = " + X1
        + "; public static final String SPARE = " + X2 + "; Object p = " + Add + " }")]
    [InlineData("class App { Object p = new CertificatePinner.Builder().add(Pins.HOST, Pins.PIN, Pins.SPARE)"
        + ".build(); }\nfinal class Pins { static final String HOST = \"example.com\"; static final String PIN = " + X1
        + "; static final String SPARE = " + X2 + "; }")]
    [InlineData("static final String TOP = \"com\"; static final String HOST = \"example.\" + TOP;\n"
        + "static final String PREFIX = \"sha256/\"; static final String PIN = PREFIX + \"" + TestFormats.X1 + "\";\n"
        + "static final String SPARE = PREFIX + \"" + TestFormats.X2 + "\"; " + Add)]
    [InlineData("static final String HOST = \"example.com\"; private static final String[] PINS = { " + X1 + ", " + X2
        + " }; new CertificatePinner.Builder().add(HOST, PINS).build();")]
    [InlineData("static final String HOST = \"example.com\"; static final String[] PINS = new String[] { " + X1
        + ", " + X2 + ", }; new CertificatePinner.Builder().add(HOST, PINS).build();")]
    [InlineData("void f() { final String HOST = \"example.com\"; final String PIN = " + X1
        + "; final String SPARE = " + X2 + "; " + Add + " }")]
    [InlineData("const val HOST = \"example.com\"\nconst val PIN = " + X1
        + "\nconst val SPARE = " + X2 + "\n" + KotlinAdd)]
    [InlineData("object Pins {\n  private const val HOST: String = \"example.com\"\n  val PIN: String = " + X1
        + "\n  internal val SPARE = " + X2 + "\n}\n" + KotlinAdd)]
    [InlineData("companion object { const val DOMAIN = \"com\"; const val HOST = \"example.$DOMAIN\"\nconst val PIN = "
        + "\"sha256/\" + \"" + TestFormats.X1 + "\"\nconst val SPARE = " + X2 + " }\n" + KotlinAdd)]
    [InlineData("val DOMAIN = \"com\"\nval PINS = arrayOf(" + X1 + ", " + X2 + ")\n"
        + "CertificatePinner.Builder().add(\"example.${DOMAIN}\", *PINS).build()")]
    [InlineData("interface Pins { String HOST = \"example.com\"; String[] ALL = { " + X1 + ", " + X2 + " }; }\n"
        + "class App { Object p = new CertificatePinner.Builder().add(Pins.HOST, Pins.ALL[0], Pins.ALL[1]).build(); }")]
    [InlineData("static final List<String> PINS = List.of(" + X1 + ", " + X2 + ");\n"
        + "new CertificatePinner.Builder().add(\"example.com\", PINS.toArray(new String[0])).build();")]
    [InlineData("val PINS = listOf(" + X1 + ", " + X2 + ")\n"
        + "CertificatePinner.Builder().add(\"example.com\", *PINS.toTypedArray()).build()")]
    [InlineData("const val PIN = " + X1 + "\n"
        + "CertificatePinner.Builder().add(\"example.com\", pins = arrayOf(PIN, " + X2 + ")).build()")]
    [InlineData("object Keys { const val ONE = \"" + TestFormats.X1 + "\" }\n"
        + "CertificatePinner.Builder().add(\"example.com\", \"sha256/${Keys.ONE}\", *listOf(" + X2
        + ").toTypedArray()).build()")]
    [InlineData("val PINS: List<String> = listOf(" + X1 + ", " + X2 + ")\n"
        + "CertificatePinner.Builder().add(pattern = \"example.com\", pins = *PINS).build()")]
    public void Constants_of_the_text_are_read(string text)
    {
        FormatReading reading = TestFormats.Read(null, text, null);

        PinSet set = Assert.Single(reading.Sets);
        Assert.Equal("example.com", set.Pattern);
        Assert.Equal(["sha256/" + TestFormats.X1, "sha256/" + TestFormats.X2], set.Entries.Select(pin => pin.Pin));
        Assert.Empty(reading.Losses);
    }

    [Theory]
    // Not constants: another value may have been given by the time of the call.
    [InlineData("String PIN = " + X1 + "; new CertificatePinner.Builder().add(\"a.example\", PIN).build();")]
    [InlineData("var PIN = " + X1 + "\nCertificatePinner.Builder().add(\"a.example\", PIN).build()")]
    [InlineData("static final String PIN = " + X1 + ".trim(); new CertificatePinner.Builder()"
        + ".add(\"a.example\", PIN);")]
    [InlineData("static final String PIN = read(" + X1 + "); new CertificatePinner.Builder().add(\"a.example\", PIN);")]
    [InlineData("interface A { default void f() { String PIN = " + X1 + "; new CertificatePinner.Builder()"
        + ".add(\"a.example\", PIN).build(); } }")]
    [InlineData("interface A { int X = 1; } class B { String PIN = " + X1 + ";\n"
        + "Object p = new CertificatePinner.Builder().add(\"a.example\", PIN).build(); }")]
    [InlineData("static final String[] PINS = { " + X1 + " }; new CertificatePinner.Builder()"
        + ".add(\"a.example\", PINS[1]).build();")]
    // Which of two is meant only the compiler knows.
    [InlineData("class A { static final String PIN = " + X1 + "; } class B { static final String PIN = " + X2
        + "; Object p = new CertificatePinner.Builder().add(\"a.example\", PIN).build(); }")]
    [InlineData("static final String PIN = PIN; new CertificatePinner.Builder().add(\"a.example\", PIN).build();")]
    [InlineData("new CertificatePinner.Builder().add(\"a.example\", Elsewhere.PIN).build();")]
    // A constant with that name is here, but another one is meant.
    [InlineData("class A { static final String PIN = " + X1 + "; Object p = new CertificatePinner.Builder()"
        + ".add(\"a.example\", BuildConfig.PIN).build(); }")]
    [InlineData("const val KEY = \"" + TestFormats.X1 + "\"\n"
        + "CertificatePinner.Builder().add(\"a.example\", \"sha256/${Other.KEY}\").build()")]
    public void What_is_no_constant_of_the_text_is_an_error(string text) =>
        Assert.Equal("FormatMalformed", TestFormats.FaultOf(() => TestFormats.Read(
            text.Contains("new ") ? "OkHttpJava" : "OkHttpKotlin", text, null)).Id);

    [Theory]
    [InlineData("object A { const val PIN = " + X1 + " }\nclass B { companion object { const val PIN = " + X2 + " } }\n"
        + "CertificatePinner.Builder().add(\"a.example\", A.PIN).add(\"b.example\", B.PIN).build()")]
    [InlineData("class Pins { static class A { static final String PIN = " + X1 + "; } interface B { String PIN = " + X2
        + "; } }\nnew CertificatePinner.Builder().add(\"a.example\", Pins.A.PIN).add(\"b.example\", B.PIN).build();")]
    [InlineData("object A { const val KEY = \"" + TestFormats.X1 + "\" }\nobject B { const val KEY = \"" + TestFormats.X2 + "\" }\n"
        + "const val ONE = \"sha256/\" + A.KEY\nCertificatePinner.Builder().add(\"a.example\", ONE)"
        + ".add(\"b.example\", \"sha256/${B.KEY}\").build()")]
    public void A_class_tells_constants_of_one_name_apart(string text)
    {
        FormatReading reading = TestFormats.Read(null, text, null);

        Assert.Equal(
            [("a.example", "sha256/" + TestFormats.X1), ("b.example", "sha256/" + TestFormats.X2)],
            reading.Sets.Select(set => (set.Pattern, Assert.Single(set.Entries).Pin)));
        Assert.Empty(reading.Losses);
    }

    [Fact]
    public void Constants_that_would_grow_without_end_come_to_an_end()
    {
        string names = string.Concat(Enumerable.Range(0, 40).Select(i =>
            $"static final String C{i} = {string.Join(" + ", Enumerable.Repeat($"C{i + 1}", 50))};\n"));

        foreach (string last in new[] { "", "x", "C0" })
            Assert.Equal("FormatMalformed", TestFormats.FaultOf(() => TestFormats.Read("OkHttpJava", names
                + (last == "C0" ? "static final String C40 = C0;" : $"static final String C40 = \"{last}\";")
                + $" new CertificatePinner.Builder().add(C0, {X1}).build();", null)).Id.Replace("HostInvalid", "FormatMalformed"));
    }

    [Fact]
    public void A_constant_that_no_call_uses_is_said()
    {
        string text = $"static final String OLD = {X2}; new CertificatePinner.Builder()"
            + $".add(\"a.example\", {X1}).build();";

        FormatReading reading = TestFormats.Read(null, text, null);

        Assert.Equal("sha256/" + TestFormats.X1, Assert.Single(Assert.Single(reading.Sets).Entries).Pin);
        Assert.Contains(reading.Losses, loss => loss.Contains("'OLD'"));
    }
}
