using System;
using System.Collections.Generic;

namespace PinningTools;

/// <summary>What the interceptor of a drill received on one connection that was meant for the pinned host.</summary>
/// <remarks>Test-PinEnforcement writes it in its results.</remarks>
public sealed class DrillLeak
{
    internal DrillLeak()
    {
    }

    /// <summary>The host and port that the connection was for.</summary>
    public string Target { get; internal init; } = "";

    /// <summary>How it was sent: TLS 1.2 or TLS 1.3 to the impostor, or plaintext.</summary>
    public string Protocol { get; internal init; } = "";

    /// <summary>
    /// The first line without its query; for other protocols than HTTP only the command. Null if there was none.
    /// </summary>
    public string? Request { get; internal init; }

    /// <summary>The header fields; those that can hold credentials with their length instead of their value.</summary>
    public string[] Headers { get; internal init; } = [];

    /// <summary>
    /// How many bytes of the request arrived in all, as far as they were read. The content of a body is not repeated.
    /// </summary>
    public long Bytes { get; internal init; }

    /// <summary>How many of them belong to the body.</summary>
    public long BodyBytes { get; internal init; }

    /// <summary>The subject of the client certificate that was shown, or null.</summary>
    public string? ClientCertificate { get; internal init; }

    /// <summary>In one line.</summary>
    public override string ToString()
    {
        var parts = new List<string>();
        if (Request is not null) parts.Add(Request);
        if (Bytes > 0) parts.Add(FormattableString.Invariant($"{Bytes} bytes ({Protocol})"));
        if (ClientCertificate is not null) parts.Add($"client certificate {ClientCertificate}");
        return string.Join(", ", parts);
    }
}
