using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;

namespace PinningTools.Internal;

/// <summary>
/// What another machine tells about an endpoint at one address: facts in a few hundred bytes, and no texts for people. It
/// is read as the text of a stranger: each member has its type and bounds.
/// </summary>
internal sealed record PlaceFacts
{
    private const int MaxPath = 16;
    private const int MaxName = 1024;

    internal required string Key { get; init; }

    internal string Level { get; init; } = PinCheckLevel.Unknown;

    internal string Verdict { get; init; } = "";

    internal string Reason { get; init; } = "";

    /// <summary>The reason of the alert: ExpiresSoon, Inspected, NoBackupPin or Warning; empty for the verdict or nothing.</summary>
    internal string Alert { get; init; } = "";

    internal string? Address { get; init; }

    internal string LeafPin { get; init; } = "";

    internal string Sha256 { get; init; } = "";

    internal DateTime? NotBefore { get; init; }

    internal DateTime? NotAfter { get; init; }

    /// <summary>When the first certificate above the leaf expires.</summary>
    internal DateTime? PathNotAfter { get; init; }

    internal string Issuer { get; init; } = "";

    internal string? Anchor { get; init; }

    /// <summary>The subject in which the chain ends, trusted or not.</summary>
    internal string? End { get; init; }

    /// <summary>The pins above the leaf.</summary>
    internal string[] Path { get; init; } = [];

    internal string MatchedPin { get; init; } = "";

    internal CertificateRole MatchedRole { get; init; }

    /// <summary>By what an inspected host proved its key, and how much that is worth; empty otherwise.</summary>
    internal string Proof { get; init; } = "";

    internal string ProofStrength { get; init; } = "";

    internal int SparePins { get; init; }

    internal int? Scts { get; init; }

    internal double? Seconds { get; init; }

    internal static JsonValue Write(CheckResult result, int index)
    {
        PinCheckDetail one = result.Details[index];
        PinCheckCertificate[] above = [.. one.Chain.Skip(1)];
        return JsonObject.From(
            ("key", Text(one.Key)),
            ("level", Text(one.Level)),
            ("verdict", Text(one.Verdict)),
            ("reason", one.Reason == nameof(VerdictReason.None) ? null : Text(one.Reason)),
            ("alert", result.Reasons[index] == one.Verdict ? null : Text(result.Reasons[index])),
            ("address", Text(one.Address)),
            ("leafPin", Text(one.LeafPin)),
            ("sha256", ReferenceEquals(one, result.Main) ? Text(result.Leaf?.Sha256) : null),
            ("notBefore", Date(one.NotBefore)),
            ("notAfter", Date(one.NotAfter)),
            ("pathNotAfter", above.Length == 0 || above.Any(link => link.NotAfter is null) ? null
                : Date(above.Min(link => link.NotAfter))),
            ("issuer", Text(Cut(one.Issuer))),
            ("anchor", Text(Cut(one.Anchor))),
            ("chainEnd", one.Views.Length == 0 || one.Views[0].Anchor == one.Anchor ? null : Text(Cut(one.Views[0].Anchor))),
            ("path", above.Length == 0 ? null
                : JsonValue.Array([.. above.Take(MaxPath).Select(link => JsonValue.From(link.Pin))])),
            ("matchedPin", Text(one.MatchedPin)),
            ("matchedRole", Text(one.MatchedRole)),
            ("proof", Text(one.Proof)),
            ("proofStrength", Text(one.ProofStrength)),
            ("spare", one.SparePins == 0 ? null : JsonValue.From(one.SparePins)),
            ("scts", one.Scts is { } scts ? JsonValue.From(scts) : null),
            ("milliseconds", one.Seconds is { } seconds ? JsonValue.From((long)(1000 * seconds)) : null)).InOneLine();
    }

    /// <exception cref="PinningException">A member has the wrong type, or a value that nothing can have.</exception>
    internal static PlaceFacts Read(JsonValue value, string source)
    {
        var from = new JsonMembers(source, value, "the facts of an endpoint");
        string verdict = from.Text("verdict", 64) ?? "";
        string level = from.Text("level", 16) ?? "";
        string Fail(string member, string what) => throw from.Unexpected(member, what);
        string Pin(string? text, string member) => text is null ? ""
            : SpkiPin.TryParse(text, out SpkiPin pin) ? pin.ToString() : Fail(member, $"'{member}' must be a pin");
        string? Name(string member) => from.Text(member) is { } text ? EscapedText.Cut(text, MaxName) : null;
        string? address = from.Text("address", 64);
        IReadOnlyList<JsonValue> path = from.List("path");
        if (path.Count > MaxPath) Fail("path", $"'path' has more than {MaxPath} pins");
        return new PlaceFacts
        {
            Key = from.Text("key") ?? "",
            Level = PinCheckLevel.Worst(
                PinCheckLevel.WorstFirst.Contains(level) ? level : PinCheckLevel.Unknown, ViewComparison.Least(verdict)),
            // A later version may know more verdicts; what is not known here is unknown.
            Verdict = verdict is "" or "NotChecked" || IsName<Verdict>(verdict) ? verdict : nameof(PinningTools.Verdict.Unknown),
            Reason = from.Text("reason", 64) is { } reason && IsName<VerdictReason>(reason) ? reason : nameof(VerdictReason.None),
            Alert = from.Text("alert", 64) is "ExpiresSoon" or "Inspected" or "NoBackupPin" or "Warning" or "NotReadable" ? from.Text("alert")! : "",
            Address = address is null ? null
                : IPAddress.TryParse(address, out IPAddress? ip) ? ip.ToString() : Fail("address", "'address' must be an IP address"),
            LeafPin = Pin(from.Text("leafPin", 128), "leafPin"),
            Sha256 = from.Text("sha256", 16) is { Length: 16 } hash && hash.All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f')) ? hash : "",
            NotBefore = from.Date("notBefore"),
            NotAfter = from.Date("notAfter"),
            PathNotAfter = from.Date("pathNotAfter"),
            Issuer = Name("issuer") ?? "",
            Anchor = Name("anchor"),
            End = Name("chainEnd") ?? Name("anchor"),
            Path = [.. path.Select(pin => Pin(pin.Kind == JsonKind.String ? pin.Text : "?", "path"))],
            MatchedPin = Pin(from.Text("matchedPin", 128), "matchedPin"),
            MatchedRole = from.Text("matchedRole", 16) is { } role && IsName<CertificateRole>(role)
                && Enum.TryParse(role, out CertificateRole matched) ? matched : default,
            Proof = from.Text("proof", 32) is { } proof ? IsName<HandshakeProof>(proof) ? proof : nameof(HandshakeProof.None) : "",
            ProofStrength = from.Text("proofStrength", 16) is { } strength && IsName<ProofStrength>(strength) ? strength : "",
            SparePins = (int)Math.Min(from.Whole("spare") ?? 0, 1000),
            Scts = from.Whole("scts") is { } scts ? (int)Math.Min(scts, 1000) : null,
            Seconds = from.Whole("milliseconds") is { } time ? Math.Min(time, 100_000_000) / 1000.0 : null,
        };
    }

    // TryParse would also accept numbers and lists.
    private static bool IsName<T>(string text)
        where T : struct, Enum => Enum.TryParse(text, out T value) && value.ToString() == text && char.IsLetter(text[0]);

    private static JsonValue? Text(string? text) => text is { Length: > 0 } ? JsonValue.From(text) : null;

    private static JsonValue? Date(DateTime? date) => date is { } given ? JsonValue.From(CheckDate.Format(given)) : null;

    private static string? Cut(string? text) => text is null ? null : EscapedText.Cut(text, MaxName);
}
