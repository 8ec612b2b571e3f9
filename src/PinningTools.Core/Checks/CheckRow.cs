using System.Collections.Generic;
using System.Collections.Specialized;
using System.Security.Authentication;

namespace PinningTools.Internal;

/// <summary>A row of a list: the host, how it is trusted, and the problems of the row.</summary>
internal sealed class CheckRow
{
    /// <summary>The number of the row, from 1, without the header.</summary>
    internal int Number { get; init; }

    internal string HostName { get; set; } = "";

    internal int? Port { get; set; }

    internal IReadOnlyList<SpkiPin> Pins { get; set; } = [];

    internal bool PinOnly { get; set; }

    internal bool CheckRevocation { get; set; }

    internal bool NoBackup { get; set; }

    internal bool AllowInspected { get; set; }

    internal bool AllAddresses { get; set; }

    /// <summary>PEM texts and paths of files; <see cref="CheckAnchors"/> reads them.</summary>
    internal IReadOnlyList<CheckAnchor> Anchors { get; set; } = [];

    internal StartTlsProtocol? StartTls { get; set; }

    internal string? EhloName { get; set; }

    internal string? ServerName { get; set; }

    internal string? Address { get; set; }

    internal string? Proxy { get; set; }

    internal SslProtocols Protocols { get; set; }

    internal string Owner { get; set; } = "";

    internal string[] Tags { get; set; } = [];

    /// <summary>The columns that are not used.</summary>
    internal OrderedDictionary Columns { get; } = [];

    /// <summary>What cannot be read; a row with a problem is not checked.</summary>
    internal List<string> Problems { get; } = [];

    /// <summary>Where to connect; null for a row with a problem.</summary>
    internal TlsTarget? Target { get; set; }

    /// <summary>The name of the endpoint from run to run; empty if the row names none.</summary>
    internal string Key { get; set; } = "";

    /// <summary>The same row, for one of the addresses of its host.</summary>
    internal CheckRow At(string address)
    {
        var row = (CheckRow)MemberwiseClone();
        row.Address = address;
        row.AllAddresses = false;
        return row;
    }
}

/// <summary>An anchor of a row: a PEM text or the path of a file.</summary>
/// <param name="Text">The text or the path.</param>
/// <param name="IsPem">Whether the text is PEM.</param>
internal readonly record struct CheckAnchor(string Text, bool IsPem);
