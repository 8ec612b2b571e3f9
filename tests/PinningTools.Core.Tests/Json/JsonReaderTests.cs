using System.Linq;
using System.Text;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Json;

public sealed class JsonReaderTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("[1, -0.5, 1e9, 1E-9, 0]")]
    [InlineData("{\"a\": [true, false, null], \"b\": {\"c\": \"\"}}")]
    [InlineData("\"\\\"\\\\\\n\\r\\t\\u0001 \u00e4 \U0001F511\"")]
    public void What_was_read_is_written_as_it_came(string json) =>
        Assert.Equal(json, JsonWriter.WriteCompact(JsonReader.Parse(json, "test")));

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("   ", 1, 4)]
    [InlineData("{\n  \"a\": tru\n}", 2, 8)]
    [InlineData("{\"a\": 1,}", 1, 9)]
    [InlineData("[1 2]", 1, 4)]
    [InlineData("[1,\n 2", 2, 3)]
    [InlineData("{\"a\" 1}", 1, 6)]
    [InlineData("{a: 1}", 1, 2)]
    [InlineData("{\"a\": 1}}", 1, 9)]
    [InlineData("01", 1, 2)]
    [InlineData("1.", 1, 3)]
    [InlineData("-", 1, 2)]
    [InlineData("1e", 1, 3)]
    [InlineData("\"a", 1, 3)]
    [InlineData("\"a\nb\"", 1, 3)]
    [InlineData("\"\\x\"", 1, 2)]
    [InlineData("\"\\u12g4\"", 1, 2)]
    [InlineData("\"\\u12", 1, 2)]
    [InlineData("\u00a0{}", 1, 1)]
    [InlineData("{} // comment", 1, 4)]
    [InlineData("\0", 1, 1)]
    public void Malformed_text_is_refused_with_line_and_column(string json, int line, int column)
    {
        Fault fault = Assert.Throws<PinningException>(() => JsonReader.Parse(json, "test")).Fault;

        Assert.Equal("JsonMalformed", fault.Id);
        Assert.StartsWith($"'test', line {line}, column {column}: ", fault.Message);
    }

    [Fact]
    public void A_member_that_stands_twice_is_refused_where_it_stands_again()
    {
        Fault fault = Assert.Throws<PinningException>(() =>
            JsonReader.Parse("{\"pin\": 1,\n \"p\\u0069n\": 2}", "test")).Fault;

        Assert.Contains("line 2, column 2: duplicate member 'pin'", fault.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(39)]
    public void A_duplicate_is_found_among_any_number_of_members(int first)
    {
        string members = string.Join(",", Enumerable.Range(0, 40).Select(i => $"\"m{i}\":{i}"));
        Assert.Equal(40, JsonReader.Parse($"{{{members}}}", "text").Members.Count);

        Fault fault = Assert.Throws<PinningException>(() => JsonReader.Parse($"{{{members},\"m{first}\":0}}", "text")).Fault;

        Assert.Contains($"duplicate member 'm{first}'", fault.Message);
    }

    [Fact]
    public void Nesting_is_bounded()
    {
        string deepest = new string('[', JsonReader.MaxDepth) + new string(']', JsonReader.MaxDepth);

        Assert.Equal(JsonKind.Array, JsonReader.Parse(deepest, "test").Kind);
        Assert.Equal("JsonMalformed", Assert.Throws<PinningException>(() =>
            JsonReader.Parse("[" + deepest + "]", "test")).Fault.Id);
        Assert.Equal("JsonMalformed", Assert.Throws<PinningException>(() =>
            JsonReader.Parse(new string('[', 1_000_000), "test")).Fault.Id);
    }

    [Fact]
    public void Size_is_bounded()
    {
        string large = new(' ', JsonReader.MaxLength + 1);

        Assert.Equal("TextTooLarge", Assert.Throws<PinningException>(() => JsonReader.Parse(large, "test")).Fault.Id);
    }

    [Fact]
    public void Comments_are_read_where_a_format_has_them()
    {
        const string Json = "// head\n{\"a\": // here\n 1 // there\n}// end";

        Assert.Equal("{\"a\": 1}", JsonWriter.WriteCompact(JsonReader.Parse(Json, "test", comments: true)));
    }

    [Fact]
    public void Values_know_where_they_stand()
    {
        JsonValue value = JsonReader.Parse("{\r\n  \"a\": [1,\r\n 22]}", "test").Find("a")!.Items[1];

        Assert.Equal((3, 2), (value.Line, value.Column));
    }

    [Fact]
    public void Characters_that_hide_or_reorder_text_are_escaped()
    {
        string written = JsonWriter.WriteCompact(JsonValue.From("a\u202eb\u200bc\ud800d\u2028\u0085"));

        Assert.Equal("\"a\\u202eb\\u200bc\\ud800d\\u2028\\u0085\"", written);
        Assert.Equal("a\u202eb\u200bc\ud800d\u2028\u0085", JsonReader.Parse(written, "test").Text);
        Assert.Equal(written, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(written)));
    }

    [Fact]
    public void The_layout_is_one_member_a_line_except_where_a_value_asks_for_one_line()
    {
        JsonValue pin = JsonReader.Parse("{\"pin\":\"x\",\"bad\":true}", "test").InOneLine();
        JsonValue value = JsonValue.Object([new("name", JsonValue.From("n")), new("pins", JsonValue.Array([pin, pin])),
            new("none", JsonValue.Array([]))]);

        Assert.Equal(
            """
            {
              "name": "n",
              "pins": [
                {"pin": "x", "bad": true},
                {"pin": "x", "bad": true}
              ],
              "none": []
            }

            """.Replace("\r", ""),
            JsonWriter.Write(value));
    }

    [Fact]
    public void More_values_than_memory_should_hold_are_refused()
    {
        string json = "[0" + new StringBuilder().Insert(0, ",0", JsonReader.MaxValues) + "]";

        Assert.Contains("values", Assert.Throws<PinningException>(() => JsonReader.Parse(json, "test")).Fault.Message);
    }
}
