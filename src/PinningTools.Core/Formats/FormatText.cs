using System;

namespace PinningTools.Internal;

/// <summary>A text that may contain pins in some format.</summary>
/// <param name="source">The name of the text in messages: its path.</param>
/// <param name="content">The whole text, at most <see cref="JsonReader.MaxLength"/> characters.</param>
internal sealed class FormatText(string source, string content)
{
    internal string Source { get; } = source;

    internal string Content { get; } = content;

    /// <summary>The hosts that the pins are for, in formats that do not name hosts; null if none were given.</summary>
    internal HostPattern? Hosts { get; init; }

    /// <summary>
    /// Returns the text of the file next to this one with another extension, or null; for the format that needs two
    /// files.
    /// </summary>
    internal Func<string, string?> Companion { get; init; } = _ => null;

    /// <summary>The first part of the text that is not white space, without searching further than necessary.</summary>
    internal char First
    {
        get
        {
            int start = 0;
            while (start < Content.Length && char.IsWhiteSpace(Content[start])) start++;
            return start < Content.Length ? Content[start] : '\0';
        }
    }

    internal bool Has(string part) => Content.IndexOf(part, StringComparison.Ordinal) >= 0;

    internal PinningException Error(TextPlace place, string what)
    {
        (int line, int column) = Count(place);
        return new PinningException(Faults.FormatMalformed(Source, line, column, what));
    }

    /// <summary>Adds the position of a value to its fault.</summary>
    internal PinningException Error(TextPlace place, Fault cause)
    {
        (int line, int column) = Count(place);
        return new PinningException(Faults.At(Source, line, column, cause));
    }

    /// <summary>The fault for a value that is known to be the hash of a certificate.</summary>
    internal PinningException CertificateHash(TextPlace place, string what)
    {
        (int line, int column) = Count(place);
        return new PinningException(Faults.CertificateHashFormat(Source, line, column, what));
    }

    /// <exception cref="PinningException">The text is not a pin.</exception>
    internal PinSetPin Pin(TextPlace place, string pin) =>
        PinText.TryParse(pin, out SpkiPin value, out Fault? fault) ? new PinSetPin(value) : throw Error(place, fault);

    /// <summary>A pin that is only base64.</summary>
    /// <exception cref="PinningException">The text is not a pin.</exception>
    internal PinSetPin Base64Pin(TextPlace place, string base64) => Pin(place, "sha256/" + base64);

    /// <summary>A host, with all subdomains if the text says so.</summary>
    /// <exception cref="PinningException">The text is not a host.</exception>
    internal HostPattern Host(TextPlace place, string name, bool andBelow)
    {
        if (!HostName.TryParse(name, out HostName? host, out Fault? fault)) throw Error(place, fault);
        if (andBelow && host.IsAddress)
            throw Error(place, Faults.PatternInvalid(name, "there are no names below an IP address"));
        return new HostPattern(andBelow ? HostPatternKind.AnyDepth : HostPatternKind.Exact, host, null);
    }

    private (int Line, int Column) Count(TextPlace place)
    {
        if (place.Index < 0) return (place.Line, place.Column);
        int line = 1;
        int start = 0;
        for (int next; (next = Content.IndexOf('\n', start)) >= 0 && next < place.Index; start = next + 1) line++;
        return (line, place.Index - start + 1);
    }
}
