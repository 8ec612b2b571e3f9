using System.Collections.Generic;

namespace PinningTools;

/// <summary>A spare key: where its files are, and its pin. Its text is the pin.</summary>
/// <remarks>Made by New-PinBackupKey.</remarks>
public sealed class PinBackupKey
{
    internal PinBackupKey()
    {
    }

    /// <summary>The pin of the key, <c>sha256/BASE64=</c>.</summary>
    public string Pin { get; internal init; } = "";

    /// <summary>The file of the private key, which is encrypted if New-PinBackupKey made it.</summary>
    public string KeyPath { get; internal init; } = "";

    /// <summary>The file of the certificate request.</summary>
    public string RequestPath { get; internal init; } = "";

    /// <summary>The kind of key; null for a key that existed and is of a kind that New-PinBackupKey does not make.</summary>
    public BackupKeyAlgorithm? KeyAlgorithm { get; internal init; }

    /// <summary>The subject of the request.</summary>
    public string Subject { get; internal init; } = "";

    /// <summary>The hosts that the request names.</summary>
    public IReadOnlyList<string> HostName { get; internal init; } = [];

    /// <summary>The pin, <c>sha256/BASE64=</c>.</summary>
    public override string ToString() => Pin;
}
