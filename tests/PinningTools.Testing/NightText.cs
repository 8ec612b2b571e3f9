using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace PinningTools.Testing;

/// <summary>
/// Replaces what is chance in the results of a night by names that are the same every night: ports, pins, certificates,
/// times, ids, paths and durations. What was equal stays equal, and what stood in another order stands in another order.
/// </summary>
/// <param name="finished">When the night's run ended, in UTC.</param>
/// <param name="folder">The folder with the list, the store and the state.</param>
public sealed partial class NightText(DateTime finished, string folder)
{
    /// <summary>The time at which every night ends.</summary>
    private static readonly DateTime s_end = new(2027, 3, 1, 2, 17, 21, DateTimeKind.Utc);

    private readonly List<(string Chance, string Stable)> _names = [];
    private readonly Dictionary<string, string> _ids = [];
    private readonly Dictionary<string, string> _days = [];

    /// <summary>A server: <c>localhost:PORT</c> becomes <c>NAME.example:443</c>.</summary>
    public void AddServer(int port, string name)
    {
        string number = port.ToString(CultureInfo.InvariantCulture);
        _names.Add(($"\"HostName\": \"localhost\", \"Port\": {number},", $"\"HostName\": \"{name}.example\", \"Port\": 443,"));
        _names.Add(($"\"hostname\": \"localhost\", \"port\": {number},", $"\"hostname\": \"{name}.example\", \"port\": 443,"));
        _names.Add(($"localhost:{number}", $"{name}.example:443"));
    }

    /// <summary>A certificate, its pin, and its text.</summary>
    public void AddCertificate(TestCertificate certificate, string name)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        AddPin(certificate.Pin, name);
        string body = certificate.Pem.Replace("\r", "", StringComparison.Ordinal).Trim().Replace("\n", "\\n", StringComparison.Ordinal);
        _names.Add((body + "\\n", $"<certificate of {name}>"));
        // Texts have the dates of certificates without the time.
        Remember(certificate.Certificate.NotBefore.ToUniversalTime());
        Remember(certificate.Certificate.NotAfter.ToUniversalTime());
    }

    /// <summary>A pin: it becomes one that is valid, and begins with the name.</summary>
    public void AddPin(string pin, string name)
    {
        ArgumentNullException.ThrowIfNull(pin);
        string stable = name.PadRight(43, 'A');
        _names.Add((pin["sha256/".Length..], stable + "="));
    }

    /// <summary>The results as JSON, with names in place of chance. Every format can be written from them.</summary>
    public string Stable(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var text = new StringBuilder(json);
        string escaped = folder.Replace("\\", "\\\\", StringComparison.Ordinal);
        text.Replace(escaped, "/night");
        foreach ((string chance, string stable) in _names) text.Replace(chance, stable);
        text.Replace($"\"{Environment.MachineName}\"", "\"mon01\"");
        string all = Path().Replace(text.ToString(), match => match.Value.Replace("\\\\", "/", StringComparison.Ordinal));
        foreach (Match match in Time().Matches(all)) Remember(Parse(match.Value));
        all = Time().Replace(all, match => Iso(Move(Parse(match.Value))));
        all = Minute().Replace(all, match => Move(Parse(match.Value)).ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture));
        all = Day().Replace(all, match => _days.GetValueOrDefault(match.Value, match.Value));
        // They stand in the order of the pins themselves.
        all = Pins().Replace(all, match => string.Join(", ", match.Value.Split(", ").Order(StringComparer.Ordinal)));
        all = Id().Replace(all, match => Name(match.Value));
        return Duration().Replace(all, match => $"{match.Groups[1].Value}0.5");
    }

    /// <summary>
    /// Lines, or groups of up to four lines, that differ only by the number of their server and of its row, as those of
    /// <c>web001</c> and <c>web002</c>: once, with the first number and the last.
    /// </summary>
    public static string Fold(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Line[] lines = [.. text.Replace("\r", "", StringComparison.Ordinal).Split('\n').Select(Line.Of)];
        var folded = new StringBuilder();
        for (int i = 0; i < lines.Length;)
        {
            int height = lines[i].Number is null ? 0 : Enumerable.Range(1, 4).FirstOrDefault(k => Repeats(lines, i, k) > 1);
            if (height == 0)
            {
                folded.Append(lines[i++].Text).Append('\n');
                continue;
            }

            int count = Repeats(lines, i, height);
            for (int k = 0; k < height; k++) folded.Append(lines[i + k].Plain).Append('\n');
            folded.Append(CultureInfo.InvariantCulture, $"    (### is {lines[i].Number:000} to {lines[i].Number + count - 1:000})\n");
            i += height * count;
        }

        return folded.ToString();
    }

    /// <summary>How often these lines stand one below the other, each time with the next number.</summary>
    private static int Repeats(Line[] lines, int start, int height)
    {
        int first = lines[start].Number!.Value, count = 0;
        while (Enumerable.Range(0, height).All(k => start + (count * height) + k < lines.Length
            && lines[start + k].IsLike(lines[start + (count * height) + k], first, first + count))) count++;
        return count;
    }

    private sealed record Line(string Text, string Plain, int? Number)
    {
        internal static Line Of(string text)
        {
            string[] numbers = [.. Numbered().Matches(text).Select(match => match.Groups["number"].Value).Distinct()];
            // Two numbers in one line are not the same server.
            if (numbers.Length != 1) return new Line(text, text, null);
            int number = int.Parse(numbers[0], CultureInfo.InvariantCulture);
            string plain = Row().Replace(Numbered().Replace(text, "${kind}###"), row => string.Create(
                CultureInfo.InvariantCulture, $"###{int.Parse(row.Value, CultureInfo.InvariantCulture) - number:+0;-0;+0}"));
            return new Line(text, plain, number);
        }

        internal bool IsLike(Line other, int number, int otherNumber) => Plain == other.Plain
            && (Number is null ? other.Number is null : Number == number && other.Number == otherNumber);
    }

    /// <summary>Rounded to half days: between the nights there are days, and within them there are minutes.</summary>
    private DateTime Move(DateTime date)
    {
        double halves = Math.Round((date - finished).TotalDays * 2);
        // An authority's ten years have two or three leap days; what is long past was written as a constant.
        return halves > 2000 ? new DateTime(2036, 1, 1, 0, 0, 0, DateTimeKind.Utc)
            : halves < -2000 ? date
            : s_end.AddDays(halves / 2);
    }

    private void Remember(DateTime date) => _days.TryAdd(ShortDay(date), ShortDay(Move(date)));

    private string Name(string id)
    {
        if (_ids.TryGetValue(id, out string? name)) return name;
        string number = (_ids.Count + 1).ToString(CultureInfo.InvariantCulture).PadLeft(id.Length, '0');
        return _ids[id] = number;
    }

    private static DateTime Parse(string text) =>
        DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);

    private static string Iso(DateTime date) => date.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string ShortDay(DateTime date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [GeneratedRegex("/night\\\\[^\"]*")]
    private static partial Regex Path();

    [GeneratedRegex("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ")]
    private static partial Regex Time();

    [GeneratedRegex("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\dZ")]
    private static partial Regex Minute();

    [GeneratedRegex("\\d{4}-\\d\\d-\\d\\d(?![T\\d]| \\d\\d:)")]
    private static partial Regex Day();

    [GeneratedRegex("(?<=\"(Id|RunId)\": \")[0-9a-f]+(?=\")|[0-9a-f]{12,64}(?=\\.pem)|(?<=\"Evidence\": \")[0-9a-f]{12,64}(?=\")")]
    private static partial Regex Id();

    [GeneratedRegex("(?<=\"Pins\": \\[)[^\\]]*")]
    private static partial Regex Pins();

    [GeneratedRegex("(\"(?:Elapsed|Seconds)\": )[0-9.]+")]
    private static partial Regex Duration();

    [GeneratedRegex("(?<=\"[Rr]ow\": |\"Ok\",)\\d+")]
    private static partial Regex Row();

    [GeneratedRegex("(?<kind>\\b(?:web|smtp|imap|pop3|ftp))(?<number>\\d{3})")]
    private static partial Regex Numbered();
}
