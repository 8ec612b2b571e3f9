using System;
using System.Collections;
using System.Collections.Specialized;

namespace PinningTools;

/// <summary>
/// The result of one endpoint of an Invoke-PinCheck. All members are strings, numbers, dates and arrays, so that they
/// pass through JSON and Invoke-Command unchanged.
/// </summary>
/// <remarks>A part of the summary that Invoke-PinCheck returns.</remarks>
public sealed record PinCheckDetail : IPinCheckResult
{
    /// <summary>The level: Ok, Warning, Critical or Unknown.</summary>
    public string Level { get; init; } = "Unknown";

    /// <summary>The number of the row, from 1 and without the header; null if not known.</summary>
    public int? Row { get; init; }

    /// <summary>
    /// The name of the endpoint in every output and from run to run: host:port, followed by +starttls, #servername
    /// and @address if the row gives them. Empty for a row that cannot be read.
    /// </summary>
    public string Key { get; init; } = "";

    /// <summary>The host that was checked; if there was no check, the host as the row gives it.</summary>
    public string HostName { get; init; } = "";

    /// <summary>The port; null if the row gives none that can be read.</summary>
    public int? Port { get; init; }

    /// <summary>The IP address of the connection; null if there was none.</summary>
    public string? Address { get; init; }

    /// <summary>The name of the verdict; NotChecked if time ran out; empty if there is none.</summary>
    public string Verdict { get; init; } = "";

    /// <summary>The name of the verdict's reason; empty if there is no verdict.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The number of whole days until the first certificate of the path in use expires.</summary>
    public int? DaysLeft { get; init; }

    /// <summary>The number of whole days until the leaf expires.</summary>
    public int? LeafDaysLeft { get; init; }

    /// <summary>The subject of the certificate that expires first.</summary>
    public string? ExpiresFirst { get; init; }

    /// <summary>When the leaf becomes valid, in UTC; null if not known.</summary>
    public DateTime? NotBefore { get; init; }

    /// <summary>When the leaf expires, in UTC; null if not known.</summary>
    public DateTime? NotAfter { get; init; }

    /// <summary>When the first certificate of the path expires, in UTC; null if not known.</summary>
    public DateTime? ChainNotAfter { get; init; }

    /// <summary>The issuer of the leaf; empty if none was shown.</summary>
    public string Issuer { get; init; } = "";

    /// <summary>The subject of the trust anchor, or null.</summary>
    public string? Anchor { get; init; }

    /// <summary>The pin of the leaf's key; empty if none was shown.</summary>
    public string LeafPin { get; init; } = "";

    /// <summary>The pin that matched; empty if none did.</summary>
    public string MatchedPin { get; init; } = "";

    /// <summary>The role of the certificate whose key matched; empty if none did.</summary>
    public string MatchedRole { get; init; } = "";

    /// <summary>The pattern of the pin set that applied; null for pins of the row.</summary>
    public string? Pattern { get; init; }

    /// <summary>When the pin set expires, in UTC; null if it does not expire.</summary>
    public DateTime? PinSetExpires { get; init; }

    /// <summary>The number of pins that are not in use and are left for a rotation; 0 if no key was seen.</summary>
    public int SparePins { get; init; }

    /// <summary>The pins that applied.</summary>
    public string[] KnownPins { get; init; } = [];

    /// <summary>The path from the leaf to the trust anchor; with -Slim empty for an endpoint that is Ok.</summary>
    public PinCheckCertificate[] Chain { get; init; } = [];

    /// <summary>
    /// The number of signed certificate timestamps that the leaf embeds, unverified; null if the leaf has no list of
    /// them, or no leaf was shown. Timestamps sent by a TLS extension or OCSP are not counted.
    /// </summary>
    public int? Scts { get; init; }

    /// <summary>When the endpoint got this level, in UTC; null without -State.</summary>
    public DateTime? Since { get; init; }

    /// <summary>When the endpoint first showed this key, in UTC; null without -State.</summary>
    public DateTime? KeySince { get; init; }

    /// <summary>
    /// The number of consecutive runs in which the endpoint could not be checked; 0 without -State.
    /// </summary>
    public int FailedRuns { get; init; }

    internal PinCheckChange[] Changes { get; init; } = [];

    PinCheckChange[] IPinCheckResult.Changes => Changes;

    /// <summary>What each machine saw of the endpoint.</summary>
    public PinCheckView[] Views { get; init; } = [];

    /// <summary>The owner of the host, from the list or the pin set; empty if none is known.</summary>
    public string Owner { get; init; } = "";

    /// <summary>The tags of the row.</summary>
    public string[] Tag { get; init; } = [];

    /// <summary>
    /// The columns of the list that the check does not use, by name; each is also a member of this object.
    /// </summary>
    public IDictionary Columns { get; init; } = new OrderedDictionary();

    /// <summary>What happened and what to do.</summary>
    public string Message { get; init; } = "";

    /// <summary>
    /// A line to paste into PowerShell; empty if there is nothing to do. For an unexpected key, it inspects and never
    /// pins a key only because it was seen.
    /// </summary>
    public string Fix { get; init; } = "";

    /// <summary>The file with the certificates of a mismatch, beside the state; empty if there is none.</summary>
    public string Evidence { get; init; } = "";

    /// <summary>The duration of the check in seconds; null if the endpoint was not checked.</summary>
    public double? Seconds { get; init; }

    internal PinVerdict? Result { get; init; }

    PinVerdict? IPinCheckResult.Result => Result;

    /// <summary>One line: the level, the host or the row, and what happened.</summary>
    public override string ToString()
    {
        string name = DisplayText.Address(HostName);
        string host = Port is { } port ? $"{name}:{port}" : name;
        string verdict = Verdict.Length > 0 ? Verdict + ": " : "";
        return $"{Level} {host} {verdict}{DisplayText.Clean(Message.Split('\n')[0])}".Replace("  ", " ");
    }
}
