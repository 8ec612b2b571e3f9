using System;
using System.Collections;
using System.Collections.Specialized;

namespace PinningTools.Internal;

/// <summary>What a <see cref="PinCheckDetail"/> says; its members are described there.</summary>
internal sealed record DetailFacts
{
    internal string Level { get; set; } = "Unknown";

    internal int? Row { get; set; }

    internal string Key { get; set; } = "";

    internal string HostName { get; set; } = "";

    internal int? Port { get; set; }

    internal string? Address { get; set; }

    internal string Verdict { get; set; } = "";

    internal string Reason { get; set; } = "";

    internal int? DaysLeft { get; set; }

    internal int? LeafDaysLeft { get; set; }

    internal string? ExpiresFirst { get; set; }

    internal DateTime? NotBefore { get; set; }

    internal DateTime? NotAfter { get; set; }

    internal DateTime? ChainNotAfter { get; set; }

    internal string Issuer { get; set; } = "";

    internal string? Anchor { get; set; }

    internal string LeafPin { get; set; } = "";

    internal string MatchedPin { get; set; } = "";

    internal string MatchedRole { get; set; } = "";

    internal bool Inspected { get; set; }

    internal string Proof { get; set; } = "";

    internal string ProofStrength { get; set; } = "";

    internal string? Pattern { get; set; }

    internal DateTime? PinSetExpires { get; set; }

    internal int SparePins { get; set; }

    internal string[] KnownPins { get; set; } = [];

    internal PinCheckCertificate[] Chain { get; set; } = [];

    internal int? Scts { get; set; }

    internal DateTime? Since { get; set; }

    internal DateTime? KeySince { get; set; }

    internal int FailedRuns { get; set; }

    internal PinCheckChange[] Changes { get; set; } = [];

    internal PinCheckView[] Views { get; set; } = [];

    internal string Owner { get; set; } = "";

    internal string[] Tag { get; set; } = [];

    internal IDictionary Columns { get; set; } = new OrderedDictionary();

    internal string Message { get; set; } = "";

    internal string Fix { get; set; } = "";

    internal string Evidence { get; set; } = "";

    internal double? Seconds { get; set; }

    internal string Seen { get; set; } = "";

    internal PinVerdict? Result { get; set; }
}
