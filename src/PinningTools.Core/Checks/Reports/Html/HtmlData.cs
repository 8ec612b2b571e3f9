using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// The results within the page, as JSON that no browser runs: readable if it is small, compressed otherwise, so that
/// a page with thousands of endpoints still opens at once.
/// </summary>
internal static class HtmlData
{
    private const string Begin = "<script type=\"application/json\" id=\"pincheck-data\">";
    private const string End = "</script>";
    private const string Packed = "gzip";
    private const int MostPlain = 24 * 1024;

    internal static string Embed(IReadOnlyList<PinCheckSummary> runs)
    {
        // The keys are derived from the endpoints again: nothing compresses as badly as a pin.
        JsonValue[] values = [.. runs.Select(run => PinCheckJson.ToValue(run with { Keys = [] }))];
        string json = JsonWriter.WriteCompact(values.Length == 1 ? values[0] : JsonValue.Array(values));
        if (json.Length > MostPlain)
            json = JsonWriter.WriteCompact(JsonObject.From((Packed, JsonValue.From(Pack(json)))));
        return $"{Begin}{Escape(json)}{End}\n";
    }

    /// <summary>The JSON of a page; null if it has none.</summary>
    /// <exception cref="PinningException">The JSON is damaged or far too large.</exception>
    internal static string? Find(string page, string source)
    {
        int start = page.IndexOf(Begin, StringComparison.Ordinal);
        if (start < 0) return null;
        start += Begin.Length;
        int end = page.IndexOf(End, start, StringComparison.Ordinal);
        if (end < 0) throw new PinningException(Faults.ReportNotReadable(source, "the page is cut off"));
        string json = page.Substring(start, end - start);
        JsonValue value = JsonReader.Parse(json, source);
        return value.Kind == JsonKind.Object && value.Find(Packed) is { Kind: JsonKind.String } packed
            ? Unpack(packed.Text, source) : json;
    }

    /// <summary>Escapes what could end the element, begin a comment in it, or end a line in JavaScript.</summary>
    private static string Escape(string json) => json.Replace("<", "\\u003c").Replace(">", "\\u003e")
        .Replace("&", "\\u0026").Replace("\u2028", "\\u2028").Replace("\u2029", "\\u2029");

    private static string Pack(string json)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            byte[] data = Encoding.UTF8.GetBytes(json);
            gzip.Write(data, 0, data.Length);
        }

        return Convert.ToBase64String(packed.ToArray());
    }

    private static string Unpack(string text, string source)
    {
        try
        {
            using var bytes = new MemoryStream(Convert.FromBase64String(text));
            using var packed = new GZipStream(bytes, CompressionMode.Decompress);
            using var data = new MemoryStream();
            byte[] buffer = new byte[65536];
            for (int count; (count = packed.Read(buffer, 0, buffer.Length)) > 0;)
            {
                data.Write(buffer, 0, count);
                if (data.Length > UnicodeFile.MaxLength)
                    throw new PinningException(Faults.TextTooLarge(source, UnicodeFile.MaxLength));
            }

            return UnicodeFile.Decode(data.GetBuffer(), (int)data.Length, source);
        }
        catch (Exception error) when (error is FormatException or InvalidDataException or IOException)
        {
            throw new PinningException(Faults.ReportNotReadable(source, "the data in the page is damaged"), error);
        }
    }
}
