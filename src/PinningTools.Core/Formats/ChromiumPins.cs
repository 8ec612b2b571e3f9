using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>Chromium's file .pins: a name on a line of its own, then the pin, a certificate or a public key.</summary>
internal static class ChromiumPins
{
    private const string Timestamp = "PinsListTimestamp";

    internal static bool Detect(FormatText text) => text.Has(Timestamp) && !text.Has("\"" + Timestamp);

    /// <param name="text">The file.</param>
    /// <param name="made">When the list was made, or null.</param>
    /// <exception cref="PinningException">The text does not have that form.</exception>
    internal static Dictionary<string, PinSetPin> Read(FormatText text, out DateTime? made)
    {
        made = null;
        var pins = new Dictionary<string, PinSetPin>();
        (string Name, TextPlace Place)? named = null;
        var lines = new Lines(text.Content);
        while (lines.Next() is { } line)
        {
            TextPlace place = TextPlace.At(lines.Start);
            if (line.Length == 0 || line[0] == '#') continue;
            if (named is not { } name)
            {
                named = PinNames.IsName(line) ? (line, place) : throw text.Error(place, "expected a name");
                continue;
            }

            named = null;
            if (name.Name == Timestamp) made = ReadTime(text, place, line);
            else if (pins.ContainsKey(name.Name)) throw text.Error(name.Place, $"duplicate name '{name.Name}'");
            else pins.Add(name.Name, ReadPin(text, lines, line, name.Name));
        }

        return named is { } last ? throw text.Error(last.Place, $"no pin follows the name '{last.Name}'") : pins;
    }

    /// <param name="names">The pins.</param>
    /// <param name="now">When the list was made: Chromium does not enforce an old list.</param>
    internal static string Write(PinNames names, DateTime now)
    {
        var text = new StringBuilder(Timestamp).Append('\n').Append(FormatDate.ToUnix(now)).Append('\n');
        foreach (KeyValuePair<SpkiPin, string> pin in names.All.OrderBy(pin => pin.Value, StringComparer.Ordinal))
            text.Append('\n').Append(pin.Value).Append('\n').Append(pin.Key).Append('\n');
        return text.ToString();
    }

    private static PinSetPin ReadPin(FormatText text, Lines lines, string line, string name)
    {
        TextPlace place = TextPlace.At(lines.Start);
        if (line.StartsWith("sha256/", StringComparison.Ordinal) || line.StartsWith("sha1/", StringComparison.Ordinal))
        {
            PinSetPin pin = text.Pin(place, line);
            return pin with { Note = PinNames.Note(name, pin.Value) };
        }

        if (!line.StartsWith("-----BEGIN ", StringComparison.Ordinal))
            throw text.Error(place, "expected a pin or a PEM block");
        var pem = new StringBuilder(line).Append('\n');
        while (!line.StartsWith("-----END ", StringComparison.Ordinal))
            pem.Append(line = lines.Next() ?? throw text.Error(place, "the PEM block does not end")).Append('\n');
        return ReadPem(text, place, pem.ToString(), name);
    }

    private static PinSetPin ReadPem(FormatText text, TextPlace place, string pem, string name)
    {
        PemBlock block = PemReader.Read(new StringReader(pem), text.Source).First();
        if (block.Fault is { } fault) throw text.Error(place, fault);
        try
        {
            if (block.Label == "CERTIFICATE")
            {
                DerCertificate certificate = DerCertificate.Parse(block.Data);
                return new PinSetPin(certificate.Pin)
                {
                    Note = name,
                    Certificate = Base64Certificate.Write(certificate),
                };
            }

            return block.Label == "PUBLIC KEY" ? new PinSetPin(DerPublicKey.Parse(block.Data).Pin) { Note = name }
                : throw text.Error(place, $"a {block.Label} block has no pin");
        }
        catch (PinningException error) when (error.Fault.Target as string != text.Source)
        {
            throw text.Error(place, error.Fault);
        }
    }

    /// <summary>Null for 0, which means no time.</summary>
    private static DateTime? ReadTime(FormatText text, TextPlace place, string line)
    {
        bool number = long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds);
        DateTime time = (number ? FormatDate.FromUnix(seconds) : null)
            ?? throw text.Error(place, "the time of the list must be a number of seconds since 1970");
        return seconds == 0 ? null : time;
    }

    /// <summary>The lines of a text without white space around them.</summary>
    private sealed class Lines(string content)
    {
        private int _next;

        internal int Start { get; private set; }

        internal string? Next()
        {
            if (_next >= content.Length) return null;
            Start = _next;
            int end = content.IndexOf('\n', _next);
            if (end < 0) end = content.Length;
            _next = end + 1;
            return content.Substring(Start, end - Start).Trim();
        }
    }
}
