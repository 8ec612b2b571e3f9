using System;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace PinningTools.Tests.Support;

/// <summary>
/// A summary with everything in it that a report can meet: all levels, changes that were expected and not, alerts in
/// each state, and texts of strangers that would do harm where they are taken for more than text.
/// </summary>
internal static class SampleSummary
{
    /// <summary>What a stranger writes into a subject; each harms another reader.</summary>
    internal static readonly string[] HostileTexts =
    [
        "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "a | b 'level'=0", "\u001b[31mred\u001b[0m", "ab\u202Egpj.exe",
        "<!channel> <https://evil.example|click>", "line\r\nBcc: all@example.com", "\"quoted\", and; more", "\uFF1D1+1",
        "]]> --> {{7*7}} \u0000\u0007\uFFFE", "# HELP x\ny 1", "\uD800 alone", "\u2028separator",
    ];

    internal static readonly DateTime Started = new(2026, 11, 27, 2, 17, 9, DateTimeKind.Utc);

    internal static string Pin(string name)
    {
        using var sha = SHA256.Create();
        return "sha256/" + Convert.ToBase64String(sha.ComputeHash(Encoding.UTF8.GetBytes(name)));
    }

    /// <summary>Thirteen endpoints and more: every level, every kind of change, every state of an alert.</summary>
    internal static PinCheckSummary Create()
    {
        PinCheckDetail[] details = [.. Details()];
        PinCheckChange[] changes = [.. details.SelectMany(one => one.Changes), Change("", "MissedRuns", true)];
        PinCheckAlert[] alerts =
        [
            Alert("new", "Critical", "PinMismatch", details[1]), Alert("worse", "Warning", "ExpiresSoon", details[2]),
            Alert("standing", "Critical", "UntrustedChain", details[4]),
            Alert("acknowledged", "Critical", "CertificateExpired", details[5]) with
            {
                AcknowledgedUntil = Started.AddDays(14),
                AcknowledgedReason = "Replaced next week <b>, said the web team",
            },
            Alert("recovered", "Ok", "TimedOut", details[0]), Alert("pending", "Unknown", "ConnectFailed", details[3]),
        ];
        return Of(details) with { Changes = changes, Unexpected = changes.Count(one => !one.Expected), Alerts = alerts };
    }

    /// <summary>Everything is as it should be.</summary>
    internal static PinCheckSummary AllOk() => Of([Ok(1, "www.example.com"), Ok(2, "mail.example.com")]);

    /// <summary>A summary of that many endpoints, of which every hundredth is critical.</summary>
    internal static PinCheckSummary Large(int endpoints) => Of([.. Enumerable.Range(1, endpoints).Select(row =>
        row % 100 == 0
            ? Mismatch(row, $"host{row.ToString(CultureInfo.InvariantCulture)}.example.com")
            : Ok(row, $"host{row.ToString(CultureInfo.InvariantCulture)}.example.com"))]);

    internal static PinCheckSummary Of(PinCheckDetail[] details)
    {
        int Count(string level) => details.Count(one => one.Level == level);
        string level = new[] { "Critical", "Unknown", "Warning", "Ok" }.First(one => Count(one) > 0);
        return new PinCheckSummary
        {
            Level = level,
            ExitCode = level switch { "Ok" => 0, "Warning" => 1, "Critical" => 2, _ => 3 },
            Name = "nightly",
            RunId = "3f9c1c52",
            Checked = details.Length,
            Ok = Count("Ok"),
            Warning = Count("Warning"),
            Critical = Count("Critical"),
            Unknown = Count("Unknown"),
            NotChecked = details.Count(one => one.Verdict == "NotChecked"),
            Skipped = 2,
            FailedOn = level == "Ok" ? [] : [level],
            WarningDays = 14,
            CriticalDays = 3,
            Path = "/etc/pincheck/nightly.csv",
            StateFile = "/var/lib/pincheck/nightly/nightly.state.jsonl",
            Started = Started,
            Finished = Started.AddSeconds(12),
            Elapsed = TimeSpan.FromSeconds(12.412),
            IsComplete = details.All(one => one.Verdict != "NotChecked"),
            Previous = Started.AddDays(-1),
            MissedRuns = 1,
            VantagePoint = ["mon01"],
            Recovered = ["www.example.com:443"],
            NextExpiry = Started.AddDays(6),
            Keys =
            [
                .. details.Where(one => one.LeafPin.Length > 0).GroupBy(one => one.LeafPin).Select(key => new PinCheckKey
                {
                    Pin = key.Key,
                    NotAfter = key.Min(one => one.NotAfter),
                    Endpoints = [.. key.Select(one => one.Key)],
                    Level = key.First().Level,
                }),
            ],
            Details = details,
        };
    }

    internal static PinCheckDetail Ok(int row, string host) => new()
    {
        Level = "Ok",
        Row = row,
        Key = host + ":443",
        HostName = host,
        Port = 443,
        Address = "192.0.2.10",
        Verdict = "Match",
        Reason = "None",
        DaysLeft = 48,
        LeafDaysLeft = 48,
        ExpiresFirst = "CN=" + host,
        NotBefore = Started.AddDays(-42),
        NotAfter = Started.AddDays(48),
        ChainNotAfter = Started.AddDays(48),
        Issuer = "CN=R13,O=Let's Encrypt,C=US",
        Anchor = "CN=ISRG Root X1,O=Internet Security Research Group,C=US",
        LeafPin = Pin(host),
        MatchedPin = Pin(host),
        MatchedRole = "Leaf",
        Pattern = "**.example.com",
        PinSetExpires = Started.AddDays(400),
        SparePins = 1,
        KnownPins = [Pin(host), Pin("spare of " + host)],
        Chain = Chain(host, matched: true),
        Scts = 2,
        Since = Started.AddDays(-40),
        KeySince = Started.AddDays(-42),
        Views = [View("192.0.2.10", Pin(host), "Match")],
        Owner = "web team",
        Tag = ["production", "public"],
        Columns = new OrderedDictionary { ["Notes"] = "rack 4" },
        Message = "",
        Seconds = 0.081,
    };

    private static IEnumerable<PinCheckDetail> Details()
    {
        yield return Ok(1, "www.example.com") with { Changes = [Change("www.example.com:443", "KeyChanged", true)] };
        yield return Mismatch(2, "api.example.com");
        yield return Ok(3, "ldap.example.com") with
        {
            Level = "Warning",
            Key = "ldap.example.com:636",
            Port = 636,
            DaysLeft = 6,
            Message = "The intermediate certificate 'CN=R13' of the path expires in 6 days.",
            Owner = "directory team",
            Fix = "Test-PinRotation -Path ./new.pem -Pin 'sha256/...'",
            Changes = [Change("ldap.example.com:636", "ExpiryNear", false)],
        };
        yield return Failed(4, "old.example.com", "TimedOut", "DuringHandshake", "No handshake within 15 s.");
        yield return Ok(5, "inspected.example.com") with
        {
            Level = "Critical",
            Verdict = "UntrustedChain",
            Reason = "UntrustedRoot",
            MatchedPin = "",
            MatchedRole = "",
            Scts = null,
            Anchor = "CN=Corp Proxy CA",
            Message = "The chain ends in a root that is not trusted.\nPins of the chain:\n  " + Pin("inspected"),
            Changes = [Change("inspected.example.com:443", "AnchorChanged", false)],
        };
        yield return Ok(6, "expired.example.com") with
        {
            Level = "Critical",
            Verdict = "CertificateExpired",
            Reason = "Expired",
            DaysLeft = -3,
            LeafDaysLeft = -3,
            NotAfter = Started.AddDays(-3),
            ChainNotAfter = Started.AddDays(-3),
            Message = "The certificate expired on 2026-11-24.",
        };
        yield return new PinCheckDetail
        {
            Level = "Unknown",
            Row = 7,
            HostName = "new.example.com",
            Port = 443,
            Key = "new.example.com:443",
            Verdict = "NotChecked",
            Reason = "None",
            Message = "The run ended at its deadline.",
        };
        yield return new PinCheckDetail { Level = "Unknown", Row = 8, Message = "Row 8: There is no HostName." };
        int number = 9;
        foreach (string hostile in HostileTexts) yield return Hostile(number++, hostile);
    }

    private static PinCheckDetail Mismatch(int row, string host) => Ok(row, host) with
    {
        Level = "Critical",
        Verdict = "PinMismatch",
        Reason = "NoPinInChain",
        LeafPin = Pin("stranger at " + host),
        MatchedPin = "",
        MatchedRole = "",
        Chain = Chain("stranger at " + host, matched: false),
        SparePins = 2,
        Scts = 0,
        Since = Started,
        KeySince = Started,
        Evidence = "evidence/3cdc83f1.pem",
        Message = "No pin matched.\nPins of the validated chain:\n  " + Pin("stranger at " + host)
            + "\nConfigured pins:\n  " + Pin(host),
        Fix = $"Get-SpkiPin -HostName '{host}' -Port 443 | Format-List",
        Changes = [Change(host + ":443", "KeyChanged", false), Change(host + ":443", "LevelChanged", false)],
        Views = [View("192.0.2.10", Pin("stranger at " + host), "PinMismatch")],
    };

    private static PinCheckDetail Failed(int row, string host, string verdict, string reason, string message) => new()
    {
        Level = "Unknown",
        Row = row,
        Key = host + ":443",
        HostName = host,
        Port = 443,
        Verdict = verdict,
        Reason = reason,
        Owner = "web team",
        FailedRuns = 2,
        Since = Started.AddDays(-1),
        Message = message,
        Seconds = 15.001,
        Changes = [Change(host + ":443", "Unreachable", false)],
    };

    private static PinCheckDetail Hostile(int row, string text) =>
        Mismatch(row, $"h{row.ToString(CultureInfo.InvariantCulture)}.example.com") with
        {
            Issuer = "CN=" + text,
            Anchor = text,
            ExpiresFirst = text,
            Owner = text,
            Tag = [text],
            Pattern = text,
            Columns = new OrderedDictionary { ["Notes"] = text, [text] = "a column's name" },
            Message = "No pin matched: " + text,
            Chain = [new PinCheckCertificate { Role = "Leaf", Pin = Pin(text), Subject = text }],
            Views = [View("192.0.2.66", Pin(text), "PinMismatch") with { VantagePoint = text, Anchor = text }],
            Changes = [Change($"h{row.ToString(CultureInfo.InvariantCulture)}.example.com:443", "IssuerChanged", false, text)],
        };

    private static PinCheckCertificate[] Chain(string host, bool matched) =>
    [
        new()
        {
            Role = "Leaf", Pin = Pin(host), Subject = "CN=" + host, NotAfter = Started.AddDays(48), Matched = matched,
            SentByServer = true,
        },
        new()
        {
            Role = "Intermediate", Pin = Pin("R13"), Subject = "CN=R13,O=Let's Encrypt,C=US",
            NotAfter = Started.AddDays(470), SentByServer = true,
        },
        new()
        {
            Role = "Root", Pin = Pin("X1"), Subject = "CN=ISRG Root X1,O=Internet Security Research Group,C=US",
            NotAfter = Started.AddDays(3000),
        },
    ];

    private static PinCheckView View(string address, string pin, string verdict) => new()
    {
        VantagePoint = "mon01",
        Address = address,
        LeafPin = pin,
        Anchor = "CN=ISRG Root X1",
        Verdict = verdict,
    };

    private static PinCheckChange Change(string key, string kind, bool expected, string text = "CN=R13") => new()
    {
        Id = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key + kind)))[..12].ToLowerInvariant(),
        At = Started,
        Name = "nightly",
        RunId = "3f9c1c52",
        VantagePoint = "mon01",
        Key = key,
        Kind = kind,
        Expected = expected,
        Level = expected ? "Ok" : "Critical",
        Old = new PinCheckFacts { Pin = Pin("old " + key), Issuer = "CN=R12", NotAfter = Started.AddDays(5), Level = "Ok" },
        New = new PinCheckFacts { Pin = Pin("new " + key), Issuer = text, NotAfter = Started.AddDays(90), Level = "Critical" },
        Why = expected
            ? "The new key is the spare 'spare 2026' that this set has held since 2026-03-01; the old certificate had 5 days left."
            : "The new key is not pinned, and was not pinned in the last run; the issuer changed too, to " + text + ".",
        Owner = "web team",
    };

    private static PinCheckAlert Alert(string state, string level, string reason, PinCheckDetail detail) => new()
    {
        Id = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(state + reason)))[..12].ToLowerInvariant(),
        State = state,
        Level = level,
        Reason = reason,
        LeafPin = detail.LeafPin,
        Endpoints = state == "new" ? [detail.Key, "api2.example.com:443"] : [detail.Key],
        EndpointCount = state == "new" ? 2 : 1,
        Owner = detail.Owner,
        Since = detail.Since ?? Started,
        Why = "What happened at " + detail.Key + ".",
        Fix = detail.Fix,
        Evidence = detail.Evidence,
    };
}
