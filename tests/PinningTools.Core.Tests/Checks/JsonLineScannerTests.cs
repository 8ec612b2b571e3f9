using System;
using System.IO;
using System.Text;
using PinningTools.Internal;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Checks;

/// <summary>The lines of a state: found whatever their length, and taken for JSON only where they are JSON.</summary>
public sealed class JsonLineScannerTests
{
    private const string Sample =
        "{\"key\":\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9.example\", \"n\" : -12.5e+3,\"zero\":0,\"list\":[1,[true],{}, null ],"
        + "\"within\":{\"flag\":false,\"date\":\"2026-11-27T02:17:09Z\"}}";

    private static LineReader Read(string text, int most = 1000) => new(new StringReader(text), most);

    /// <summary>Null where the line is an object, else what is wrong with it.</summary>
    private static string? WhyNot(string text)
    {
        LineReader lines = Read(text);
        var line = new JsonLineScanner();
        try
        {
            Assert.True(lines.Next());
            line.Begin(lines);
            line.SkipRest();
            line.End();
            return null;
        }
        catch (FormatException error)
        {
            return error.Message;
        }
    }

    [Fact]
    public void What_it_takes_for_an_object_the_reader_of_JSON_takes_as_well()
    {
        Assert.Null(WhyNot(Sample));
        const string Signs = "{}[]\",:\\ \t0123456789eE+-.truefalsn/b\u0001\u00e9'xu";
        var random = new Random(16);
        int accepted = 0;
        for (int i = 0; i < Rounds.Of(20_000, 200_000); i++)
        {
            var text = new StringBuilder(Sample);
            for (int changes = random.Next(1, 4); changes > 0; changes--)
            {
                int at = random.Next(text.Length);
                char sign = Signs[random.Next(Signs.Length)];
                switch (random.Next(3))
                {
                    case 0:
                        text[at] = sign;
                        break;
                    case 1:
                        text.Insert(at, sign);
                        break;
                    default:
                        text.Remove(at, 1);
                        break;
                }
            }

            if (WhyNot(text.ToString()) is not null) continue;
            accepted++;
            JsonValue value = JsonReader.Parse(text.ToString(), "line");
            Assert.Equal(JsonKind.Object, value.Kind);
        }

        Assert.True(accepted > 100, $"Only {accepted} lines were accepted.");
    }

    [Fact]
    public void Values_are_read_as_they_were_written()
    {
        LineReader lines = Read("{\"text\":\"\\u00e9\\n\\\"\",\"plain\":\"x\",\"number\":2147483647,\"flag\":true,\"date\":\"2024-02-29T23:59:59Z\","
            + "\"day\":\"2026-01-02\",\"list\":[\"a\",\"b\"],\"inner\":{\"x\":null}}");
        var line = new JsonLineScanner();
        Assert.True(lines.Next());
        line.Begin(lines);

        Assert.Equal("\u00e9\n\"", Take(line, "text").Text());
        Assert.Equal("x", Take(line, "plain").Same());
        Assert.Equal(int.MaxValue, Take(line, "number").Number());
        Assert.True(Take(line, "flag").Flag());
        Assert.Equal(new DateTime(2024, 2, 29, 23, 59, 59, DateTimeKind.Utc), Take(line, "date").Date());
        Assert.Equal(new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc), Take(line, "day").Date());
        Assert.Equal(["a", "b"], Take(line, "list").Texts());
        Take(line, "inner").Open();
        Assert.True(Take(line, "x").TryNull());
        Assert.False(line.Next());
        Assert.False(line.Next());
        line.End();

        static JsonLineScanner Take(JsonLineScanner line, string name)
        {
            Assert.True(line.Next());
            Assert.Equal(name, line.Name);
            return line;
        }
    }

    [Theory]
    [InlineData("2147483648")]
    [InlineData("99999999999999999999")]
    [InlineData("-1")]
    [InlineData("01")]
    [InlineData("\"1\"")]
    [InlineData("")]
    public void A_number_that_is_none_or_too_large_is_refused(string number)
    {
        LineReader lines = Read($"{{\"number\":{number}}}");
        var line = new JsonLineScanner();
        Assert.True(lines.Next());
        line.Begin(lines);
        Assert.True(line.Next());

        Assert.Contains("'number' must be a whole number", Assert.Throws<FormatException>(() => line.Number()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2023-02-29T00:00:00Z")]
    [InlineData("2026-13-01T00:00:00Z")]
    [InlineData("2026-01-01T24:00:00Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("yesterday")]
    public void A_date_that_does_not_exist_is_refused(string date)
    {
        LineReader lines = Read($"{{\"date\":\"{date}\"}}");
        var line = new JsonLineScanner();
        Assert.True(lines.Next());
        line.Begin(lines);
        Assert.True(line.Next());

        Assert.Throws<FormatException>(() => line.Date());
    }

    [Fact]
    public void Equal_texts_are_one_string_and_others_are_not()
    {
        var pool = new TextPool();
        var all = new string[5000];
        for (int i = 0; i < all.Length; i++) all[i] = pool.Of(FormattableString.Invariant($"text {i}"));
        for (int i = 0; i < all.Length; i++)
        {
            string text = FormattableString.Invariant($"text {i}");
            char[] within = [.. "<" + text + ">"];
            Assert.Equal(text, all[i]);
            Assert.Same(all[i], pool.Of(within, 1, text.Length));
            Assert.Same(all[i], pool.Of(text));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(64 * 1024)]
    [InlineData(200_000)]
    public void Lines_of_any_length_are_found(int length)
    {
        string one = new('a', length);
        string other = new('b', length + 1);
        LineReader lines = Read($"{one}\n\n{other}\r\n{one}", most: 400_000);
        string[] expected = [one, "", other + "\r", one];
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(lines.Next());
            Assert.Equal(expected[i], new string(lines.Chars, lines.Start, lines.Length));
            Assert.Equal(i == expected.Length - 1, lines.IsLast);
            Assert.Equal(expected[i], new string(lines.Chars, lines.Start, lines.Length));
        }

        Assert.False(lines.Next());
        Assert.Contains("too long", Assert.Throws<FormatException>(() => Read(other, most: length).Next()).Message, StringComparison.Ordinal);
    }
}
