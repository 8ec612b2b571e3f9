using System;
using System.Collections;
using PinningTools.Internal;

namespace PinningTools;

/// <summary>
/// The result of one endpoint of an Invoke-PinCheck. All members are strings, numbers, dates and arrays, so that they
/// pass through JSON and Invoke-Command unchanged.
/// </summary>
/// <remarks>A part of the summary that Invoke-PinCheck returns.</remarks>
public sealed record PinCheckDetail : IPinCheckResult
{
    /// <summary>The facts, or with -Slim for an endpoint that is Ok, their packed form.</summary>
    private readonly object _facts;

    private readonly DetailPacker? _packer;
    private readonly IDictionary? _columns;

    /// <summary>Makes a detail without facts.</summary>
    public PinCheckDetail() => _facts = new DetailFacts();

    private PinCheckDetail(PinCheckDetail other) => _facts = other.Facts with { };

    private PinCheckDetail(byte[] packed, DetailPacker packer, IDictionary? columns)
    {
        _facts = packed;
        _packer = packer;
        _columns = columns;
    }

    /// <summary>Whether the facts are packed, so that an endpoint that is Ok costs little memory.</summary>
    internal bool IsPacked => _packer is not null;

    private DetailFacts Facts => _facts as DetailFacts ?? _packer!.Unpack((byte[])_facts, _columns);

    private DetailFacts Own => (DetailFacts)_facts;

    /// <summary>The level: Ok, Warning, Critical or Unknown.</summary>
    public string Level
    {
        get => IsPacked ? PinCheckLevel.Ok : Own.Level;
        init => Own.Level = value;
    }

    /// <summary>The number of the row, from 1 and without the header; null if not known.</summary>
    public int? Row
    {
        get => Facts.Row;
        init => Own.Row = value;
    }

    /// <summary>
    /// The name of the endpoint in every output and from run to run: host:port, followed by +starttls, #servername
    /// and @address if the row gives them. Empty for a row that cannot be read.
    /// </summary>
    public string Key
    {
        get => Facts.Key;
        init => Own.Key = value;
    }

    /// <summary>The host that was checked; if there was no check, the host as the row gives it.</summary>
    public string HostName
    {
        get => Facts.HostName;
        init => Own.HostName = value;
    }

    /// <summary>The port; null if the row gives none that can be read.</summary>
    public int? Port
    {
        get => Facts.Port;
        init => Own.Port = value;
    }

    /// <summary>The IP address of the connection; null if there was none.</summary>
    public string? Address
    {
        get => Facts.Address;
        init => Own.Address = value;
    }

    /// <summary>The name of the verdict; NotChecked if time ran out; empty if there is none.</summary>
    public string Verdict
    {
        get => Facts.Verdict;
        init => Own.Verdict = value;
    }

    /// <summary>The name of the verdict's reason; empty if there is no verdict.</summary>
    public string Reason
    {
        get => Facts.Reason;
        init => Own.Reason = value;
    }

    /// <summary>The number of whole days until the first certificate of the path in use expires.</summary>
    public int? DaysLeft
    {
        get => Facts.DaysLeft;
        init => Own.DaysLeft = value;
    }

    /// <summary>The number of whole days until the leaf expires.</summary>
    public int? LeafDaysLeft
    {
        get => Facts.LeafDaysLeft;
        init => Own.LeafDaysLeft = value;
    }

    /// <summary>The subject of the certificate that expires first.</summary>
    public string? ExpiresFirst
    {
        get => Facts.ExpiresFirst;
        init => Own.ExpiresFirst = value;
    }

    /// <summary>When the leaf becomes valid, in UTC; null if not known.</summary>
    public DateTime? NotBefore
    {
        get => Facts.NotBefore;
        init => Own.NotBefore = value;
    }

    /// <summary>When the leaf expires, in UTC; null if not known.</summary>
    public DateTime? NotAfter
    {
        get => Facts.NotAfter;
        init => Own.NotAfter = value;
    }

    /// <summary>When the first certificate of the path expires, in UTC; null if not known.</summary>
    public DateTime? ChainNotAfter
    {
        get => Facts.ChainNotAfter;
        init => Own.ChainNotAfter = value;
    }

    /// <summary>The issuer of the leaf; empty if none was shown.</summary>
    public string Issuer
    {
        get => Facts.Issuer;
        init => Own.Issuer = value;
    }

    /// <summary>The subject of the trust anchor, or null.</summary>
    public string? Anchor
    {
        get => Facts.Anchor;
        init => Own.Anchor = value;
    }

    /// <summary>The pin of the leaf's key; empty if none was shown.</summary>
    public string LeafPin
    {
        get => Facts.LeafPin;
        init => Own.LeafPin = value;
    }

    /// <summary>The pin that matched; empty if none did.</summary>
    public string MatchedPin
    {
        get => Facts.MatchedPin;
        init => Own.MatchedPin = value;
    }

    /// <summary>The role of the certificate whose key matched; empty if none did.</summary>
    public string MatchedRole
    {
        get => Facts.MatchedRole;
        init => Own.MatchedRole = value;
    }

    /// <summary>
    /// Whether an inspection read the certificates, because this machine's TLS cannot connect to the host.
    /// </summary>
    public bool Inspected
    {
        get => Facts.Inspected;
        init => Own.Inspected = value;
    }

    /// <summary>
    /// By what an inspected host proved that it holds its key: None, ServerKeyExchange, CertificateVerify or Finished;
    /// empty if nothing was inspected.
    /// </summary>
    public string Proof
    {
        get => Facts.Proof;
        init => Own.Proof = value;
    }

    /// <summary>
    /// How much that proof is worth: None, Weak, Legacy or Strong; empty if nothing was inspected.
    /// </summary>
    public string ProofStrength
    {
        get => Facts.ProofStrength;
        init => Own.ProofStrength = value;
    }

    /// <summary>Whether the key was only shown, or proved in a way that does not count: it is not recorded.</summary>
    internal bool IsUnproven => Inspected
        && ProofStrength is not (nameof(PinningTools.ProofStrength.Legacy) or nameof(PinningTools.ProofStrength.Strong));

    /// <summary>The pattern of the pin set that applied; null for pins of the row.</summary>
    public string? Pattern
    {
        get => Facts.Pattern;
        init => Own.Pattern = value;
    }

    /// <summary>When the pin set expires, in UTC; null if it does not expire.</summary>
    public DateTime? PinSetExpires
    {
        get => Facts.PinSetExpires;
        init => Own.PinSetExpires = value;
    }

    /// <summary>The number of pins that are not in use and are left for a rotation; 0 if no key was seen.</summary>
    public int SparePins
    {
        get => Facts.SparePins;
        init => Own.SparePins = value;
    }

    /// <summary>The pins that applied.</summary>
    public string[] KnownPins
    {
        get => Facts.KnownPins;
        init => Own.KnownPins = value;
    }

    /// <summary>The path from the leaf to the trust anchor; with -Slim empty for an endpoint that is Ok.</summary>
    public PinCheckCertificate[] Chain
    {
        get => Facts.Chain;
        init => Own.Chain = value;
    }

    /// <summary>
    /// The number of signed certificate timestamps that the leaf embeds, unverified; null if the leaf has no list of
    /// them, or no leaf was shown. Timestamps sent by a TLS extension or OCSP are not counted.
    /// </summary>
    public int? Scts
    {
        get => Facts.Scts;
        init => Own.Scts = value;
    }

    /// <summary>When the endpoint got this level, in UTC; null without -State.</summary>
    public DateTime? Since
    {
        get => Facts.Since;
        init => Own.Since = value;
    }

    /// <summary>When the endpoint first showed this key, in UTC; null without -State.</summary>
    public DateTime? KeySince
    {
        get => Facts.KeySince;
        init => Own.KeySince = value;
    }

    /// <summary>
    /// The number of consecutive runs in which the endpoint could not be checked; 0 without -State.
    /// </summary>
    public int FailedRuns
    {
        get => Facts.FailedRuns;
        init => Own.FailedRuns = value;
    }

    internal PinCheckChange[] Changes
    {
        get => Facts.Changes;
        init => Own.Changes = value;
    }

    PinCheckChange[] IPinCheckResult.Changes => Changes;

    /// <summary>What each machine saw of the endpoint.</summary>
    public PinCheckView[] Views
    {
        get => Facts.Views;
        init => Own.Views = value;
    }

    /// <summary>The owner of the host, from the list or the pin set; empty if none is known.</summary>
    public string Owner
    {
        get => Facts.Owner;
        init => Own.Owner = value;
    }

    /// <summary>The tags of the row.</summary>
    public string[] Tag
    {
        get => Facts.Tag;
        init => Own.Tag = value;
    }

    /// <summary>
    /// The columns of the list that the check does not use, by name; each is also a member of this object.
    /// </summary>
    public IDictionary Columns
    {
        get => Facts.Columns;
        init => Own.Columns = value;
    }

    /// <summary>What happened and what to do.</summary>
    public string Message
    {
        get => Facts.Message;
        init => Own.Message = value;
    }

    /// <summary>
    /// A line to paste into PowerShell; empty if there is nothing to do. For an unexpected key, it inspects and never
    /// pins a key only because it was seen.
    /// </summary>
    public string Fix
    {
        get => Facts.Fix;
        init => Own.Fix = value;
    }

    /// <summary>The file with the certificates of a mismatch, beside the state; empty if there is none.</summary>
    public string Evidence
    {
        get => Facts.Evidence;
        init => Own.Evidence = value;
    }

    /// <summary>The duration of the check in seconds; null if the endpoint was not checked.</summary>
    public double? Seconds
    {
        get => Facts.Seconds;
        init => Own.Seconds = value;
    }

    /// <summary>
    /// What Merge-PinCheck has to know of the endpoint beside the other members, as JSON; empty except in a shard.
    /// </summary>
    public string Seen
    {
        get => Facts.Seen;
        init => Own.Seen = value;
    }

    internal PinVerdict? Result
    {
        get => Facts.Result;
        init => Own.Result = value;
    }

    PinVerdict? IPinCheckResult.Result => Result;

    /// <summary>The same detail in little memory; this one if it has more than can be packed.</summary>
    internal PinCheckDetail Pack(DetailPacker packer) => packer.Pack(Facts) is { } packed
        ? new PinCheckDetail(packed, packer, Facts.Columns.Count > 0 ? Facts.Columns : null) : this;

    /// <summary>Packs this detail if the other, from which it was made, is packed.</summary>
    internal PinCheckDetail PackLike(PinCheckDetail other) => other._packer is { } packer ? Pack(packer) : this;

    /// <summary>Whether all members are equal; lists are if they are the same list.</summary>
    /// <param name="other">Another detail.</param>
    public bool Equals(PinCheckDetail? other) =>
        ReferenceEquals(this, other) || (other is not null && Facts.Equals(other.Facts));

    /// <inheritdoc/>
    public override int GetHashCode() => Key.GetHashCode();

    /// <summary>One line: the level, the host or the row, and what happened.</summary>
    public override string ToString()
    {
        string name = DisplayText.Address(HostName);
        string host = Port is { } port ? $"{name}:{port}" : name;
        string verdict = Verdict.Length > 0 ? Verdict + ": " : "";
        return $"{Level} {host} {verdict}{DisplayText.Clean(Message.Split('\n')[0])}".Replace("  ", " ");
    }
}
