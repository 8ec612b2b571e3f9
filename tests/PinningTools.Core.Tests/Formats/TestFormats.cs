using System;
using System.Collections.Generic;
using System.Linq;
using PinningTools.Internal;

namespace PinningTools.Tests.Formats;

/// <summary>Reading and writing formats as the cmdlets do, and the fixtures of the public documents.</summary>
internal static class TestFormats
{
    internal const string X1 = "C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=";
    internal const string X2 = "diGVwiVYbubAI3RW4hB9xU8e/CH2GnkuvVFZE8zmgzI=";
    internal const string X1Hex = "0b9fa5a59eed715c26c1020c711b4f6ec42d58b0015e14337a39dad301c5afc3";
    internal const string X2Hex = "762195c225586ee6c0237456e2107dc54f1efc21f61a792ebd515913cce68332";

    /// <summary>So that lists with a time of their own come out the same every time.</summary>
    internal static readonly ExportOptions Options = new()
    {
        Now = new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc),
    };

    internal static IPinSetFormat Get(string format) => PinSetFormats.Get(format);

    internal static FormatReading Read(
        string? format, string content, string? hosts = "example.com", string? companion = null)
    {
        var text = new FormatText("test", content)
        {
            Hosts = hosts is null ? null : HostPattern.Parse(hosts),
            Companion = _ => companion,
        };
        return (format is null ? PinSetFormats.Detect(text) : Get(format)).Read(text);
    }

    internal static FormatReading ReadBack(string format, FormatWriting writing, string? hosts = "example.com") =>
        Read(format, writing.Content, hosts, writing.Companion?.Content);

    internal static FormatWriting Write(string format, params PinSet[] sets) => Get(format).Write(sets, Options);

    internal static PinSet Set(string pattern, params string[] pins) =>
        new(HostPattern.Parse(pattern)) { Pins = [.. pins.Select(Pin)] };

    internal static PinSetPin Pin(string text) => new(SpkiPin.Parse(text));

    /// <summary>All of the sets as one comparable text.</summary>
    internal static string Text(IEnumerable<PinSet> sets) => PinStoreJson.Write(new PinStore(sets));

    internal static Fault FaultOf(Action action) => Xunit.Assert.Throws<PinningException>(action).Fault;

    /// <summary>Refused with this fault and its place, and with a way out.</summary>
    internal static void AssertRefused(string format, string text, string id, int line, int column)
    {
        Fault fault = FaultOf(() => Read(format, text, companion: "PinsListTimestamp\n0\n"));

        string place = fault.Message.Split([": "], StringSplitOptions.None)[0];
        Xunit.Assert.Equal((id, $"'test', line {line}, column {column}"), (fault.Id, place));
        Xunit.Assert.NotEmpty(fault.Advice);
    }

    internal static string Lines(params string[] lines) => string.Join("\n", lines) + "\n";
}
