using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// A pin set and its pins as JSON: one member per line, one pin per line, defaults omitted, unknown members kept.
/// </summary>
internal static class PinSetJson
{
    /// <summary>A certificate of <see cref="DerCertificate.MaxBytes"/> bytes in base64.</summary>
    private const int MaxCertificateText = (DerCertificate.MaxBytes / 3 * 4) + 4;

    /// <summary>The members of a pin set that are known.</summary>
    internal static IReadOnlyList<string> SetMembers { get; } = NamesOf(typeof(PinSet));

    /// <summary>The members of a pin that are known.</summary>
    internal static IReadOnlyList<string> PinMembers { get; } = NamesOf(typeof(PinSetPin));

    /// <param name="value">The pin set.</param>
    /// <param name="source">The name of the text in messages.</param>
    /// <param name="anyCase">Whether names are case-insensitive, as in PowerShell.</param>
    /// <exception cref="PinningException">The value is not a pin set.</exception>
    internal static PinSet Read(JsonValue value, string source, bool anyCase = false)
    {
        var members = new JsonMembers(source, value, "a pin set", anyCase);
        return new PinSet(ReadHosts(members))
        {
            StartTls = members.Text("startTls"),
            Mode = members.Choice<PinSetMode>("mode"),
            Trust = members.Choice<TrustMode>("trust"),
            TrustAnchors = ReadAnchors(members),
            Expires = members.Date("expires"),
            OnExpired = members.Choice<ExpiredAction>("onExpired"),
            NoBackup = members.Flag("noBackup"),
            AllowInspected = members.Flag("allowInspected"),
            ReportUri = members.Text("reportUri"),
            Owner = members.Text("owner"),
            Note = members.Text("note"),
            Added = members.Date("added"),
            Pins = [.. members.List("pins").Select(pin => ReadPin(pin, source, anyCase))],
            Unknown = members.Rest(),
        };
    }

    internal static JsonValue Write(PinSet set)
    {
        var members = new List<KeyValuePair<string, JsonValue>> { new("pattern", JsonValue.From(set.Pattern)) };
        Add(members, "startTls", set.StartTls);
        AddChoice(members, "mode", set.Mode);
        AddChoice(members, "trust", set.Trust);
        if (set.TrustAnchors.Length > 0)
            members.Add(new("trustAnchors", JsonValue.Array(set.TrustAnchors.Select(JsonValue.From).ToList())));
        Add(members, "expires", set.Expires);
        AddChoice(members, "onExpired", set.OnExpired);
        if (set.NoBackup) members.Add(new("noBackup", JsonValue.From(true)));
        if (set.AllowInspected) members.Add(new("allowInspected", JsonValue.From(true)));
        Add(members, "reportUri", set.ReportUri);
        Add(members, "owner", set.Owner);
        Add(members, "note", set.Note);
        Add(members, "added", set.Added);
        members.Add(new("pins", JsonValue.Array(set.Entries.Select(WritePin).ToList())));
        AddUnknown(members, set.Unknown);
        return JsonValue.Object(members);
    }

    internal static void AddUnknown(List<KeyValuePair<string, JsonValue>> members, string? unknown)
    {
        if (unknown is null) return;
        members.AddRange(JsonReader.Parse(unknown, "unknown members").Members
            .Where(member => members.All(known => known.Key != member.Key)));
    }

    private static PinSetPin ReadPin(JsonValue value, string source, bool anyCase)
    {
        var members = new JsonMembers(source, value, "a pin", anyCase);
        if (members.Text("pin") is not { } text) throw members.Unexpected("pin", "a pin needs its 'pin'");
        if (!PinText.TryParse(text, out SpkiPin pin, out Fault? fault)) throw members.Wrap("pin", fault);
        return new PinSetPin(pin)
        {
            Role = members.Choice<PinRole>("role"),
            RoleEnforced = members.Flag("roleEnforced"),
            Bad = members.Flag("bad"),
            Note = members.Text("note"),
            Owner = members.Text("owner"),
            Added = members.Date("added"),
            NotAfter = members.Date("notAfter"),
            LastSeen = members.Date("lastSeen"),
            Certificate = ReadCertificate(members, pin),
            Unknown = members.Rest(),
        };
    }

    private static JsonValue WritePin(PinSetPin pin)
    {
        var members = new List<KeyValuePair<string, JsonValue>> { new("pin", JsonValue.From(pin.Pin)) };
        AddChoice(members, "role", pin.Role);
        if (pin.RoleEnforced) members.Add(new("roleEnforced", JsonValue.From(true)));
        if (pin.Bad) members.Add(new("bad", JsonValue.From(true)));
        Add(members, "note", pin.Note);
        Add(members, "owner", pin.Owner);
        Add(members, "added", pin.Added);
        Add(members, "notAfter", pin.NotAfter);
        Add(members, "lastSeen", pin.LastSeen);
        Add(members, "certificate", pin.Certificate);
        AddUnknown(members, pin.Unknown);
        return JsonValue.Object(members).InOneLine();
    }

    /// <summary>The file has the same members as the object.</summary>
    private static string[] NamesOf(Type type) =>
    [
        .. type.GetProperties().Select(property => property.Name).Where(name => name != nameof(PinSet.Unknown))
            .Select(name => char.ToLowerInvariant(name[0]) + name.Substring(1)),
    ];

    private static HostPattern ReadHosts(JsonMembers members)
    {
        if (members.Text("pattern") is not { } text)
            throw members.Unexpected("pattern", "a pin set needs its 'pattern'");
        try
        {
            return HostPattern.Parse(text);
        }
        catch (PinningException error)
        {
            throw members.Wrap("pattern", error.Fault);
        }
    }

    private static string[] ReadAnchors(JsonMembers members)
    {
        IReadOnlyList<JsonValue> values = [.. members.List("trustAnchors")];
        if (values.Any(value => value.Kind != JsonKind.String))
            throw members.Unexpected("trustAnchors", "a trust anchor must be a string");
        try
        {
            TrustSettings.FromAnchors([.. values.Select(value => Base64Certificate.Parse(value.Text))]);
            return [.. values.Select(value => value.Text)];
        }
        catch (PinningException error)
        {
            throw members.Wrap("trustAnchors", error.Fault);
        }
    }

    private static string? ReadCertificate(JsonMembers members, SpkiPin pin)
    {
        if (members.Text("certificate", MaxCertificateText) is not { } text) return null;
        try
        {
            return Base64Certificate.Parse(text).Pin == pin
                ? text
                : throw new PinningException(Faults.PinCertificateDiffers(pin.ToString()));
        }
        catch (PinningException error)
        {
            throw members.Wrap("certificate", error.Fault);
        }
    }

    private static void Add(List<KeyValuePair<string, JsonValue>> members, string name, string? text)
    {
        if (text is not null) members.Add(new(name, JsonValue.From(text)));
    }

    private static void Add(List<KeyValuePair<string, JsonValue>> members, string name, DateTime? date)
    {
        if (date is { } given) members.Add(new(name, JsonValue.From(UtcDate.Format(given))));
    }

    private static void AddChoice<T>(List<KeyValuePair<string, JsonValue>> members, string name, T choice)
        where T : struct, Enum
    {
        if (!choice.Equals(default(T))) members.Add(new(name, JsonValue.From(choice.ToString())));
    }
}
