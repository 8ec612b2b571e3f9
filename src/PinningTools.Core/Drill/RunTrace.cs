using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>What one run of a client showed, as far as it concerns one host.</summary>
internal sealed record RunTrace
{
    /// <summary>By these a client says that it does not accept a certificate.</summary>
    private static readonly int[] s_certificateAlerts = [42, 43, 44, 45, 46, 48];

    /// <summary>Whether a connection for the host came.</summary>
    internal bool IsRouted { get; init; }

    /// <summary>Whether the client got to see the impostor's certificate.</summary>
    internal bool IsCertificateShown { get; init; }

    /// <summary>Whether something of a request arrived.</summary>
    internal bool IsThrough { get; init; }

    /// <summary>Whether the client refused the certificate: by an alert, or by not completing the handshake.</summary>
    internal bool IsCertificateRefused { get; init; }

    internal ClientExit Exit { get; init; } = new();

    internal DrillLeak[] Leaks { get; init; } = [];

    internal static RunTrace From(
        IReadOnlyList<InterceptedConnection> connections, HostName host, int port, ClientExit exit)
    {
        InterceptedConnection[] meant =
            [.. connections.Where(one => one.Host is { } asked && asked.IsSame(host) && one.Port == port)];
        InterceptedConnection[] shown = [.. meant.Where(one => one.IsCertificateShown)];
        return new RunTrace
        {
            IsRouted = meant.Length > 0,
            IsCertificateShown = shown.Length > 0,
            IsThrough = meant.Any(one => one.IsThrough),
            IsCertificateRefused = shown.Any(one => !one.IsThrough
                && (!one.IsHandshakeFinished || (one.Alert is { } alert && s_certificateAlerts.Contains(alert)))),
            Exit = exit,
            Leaks = [.. meant.Select(one => one.Leak).OfType<DrillLeak>()],
        };
    }
}

/// <summary>How a client ended.</summary>
internal sealed record ClientExit
{
    internal int? Code { get; init; }

    internal bool IsTimedOut { get; init; }

    /// <summary>What it wrote, as far as it was kept.</summary>
    internal string Output { get; init; } = "";

    /// <summary>Whether it is this module's own client, whose verdict tells why it was stopped.</summary>
    internal bool IsOwn { get; init; }

    internal PinVerdict? Verdict { get; init; }

    /// <summary>Whether the own client has no pin for the host, and so sent nothing.</summary>
    internal bool IsUnpinned { get; init; }
}
