using System;
using System.Collections.Generic;
using PinningTools.Internal;

namespace PinningTools.Fuzz;

/// <summary>What texts of every kind are made of.</summary>
internal static class TextTargets
{
    internal static IEnumerable<FuzzTarget> All()
    {
        byte[][] json =
            FuzzWords.Bytes(
                "{\"a\": [1, -2.5e+3, true, null, \"\\u00e4\\n\"], \"b\": {\"c\": []}} // d\n", "[[[[[1]]]]]");
        yield return new FuzzTarget("Json", json, FuzzWords.Words, input =>
            JsonWriter.WriteCompact(JsonReader.Parse(FuzzWords.Text(input), "fuzz", comments: input.Length % 2 == 0)));
        byte[][] pins = FuzzWords.Bytes(
            "sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=",
            "pin-sha256=\"C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=\"");
        yield return new FuzzTarget("Pin", pins, FuzzWords.Words, input => SpkiPin.Parse(FuzzWords.Text(input)));
        byte[][] patterns =
            FuzzWords.Bytes("**.example.com:443", "*.b\u00fccher.example", "[2001:db8::1]:8443", "192.0.2.1");
        yield return new FuzzTarget("Pattern", patterns, FuzzWords.Words, input =>
            SameAgain(HostPattern.Parse(FuzzWords.Text(input))));
        byte[][] marks = [[0xff, 0xfe, (byte)'{', 0, (byte)'}', 0], [0xef, 0xbb, 0xbf, (byte)'a']];
        yield return new FuzzTarget("Unicode", marks, FuzzWords.Words, input =>
            UnicodeFile.Decode(input, input.Length, "fuzz"));
    }

    private static void SameAgain(HostPattern pattern)
    {
        if (HostPattern.Parse(pattern.Text).Text != pattern.Text)
            throw new InvalidOperationException($"'{pattern.Text}' is not canonical.");
    }
}
