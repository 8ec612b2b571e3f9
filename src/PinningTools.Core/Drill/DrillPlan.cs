using System;
using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>What to drill.</summary>
internal sealed record DrillPlan
{
    /// <summary>The name of the control request, which no one can have pinned: the domain is reserved (RFC 2606).</summary>
    internal const string UsualControlHost = "pinningtools-drill.example";

    /// <summary>The pinned host.</summary>
    internal required TlsTarget Target { get; init; }

    /// <summary>The client under test; it may need the authority of the drill.</summary>
    internal required Func<DerCertificate, IDrillClient> Client { get; init; }

    /// <summary>The modes that were asked for; none for all that can be run.</summary>
    internal IReadOnlyList<DrillMode> Modes { get; init; } = [];

    /// <summary>The real certificates of the host, leaf first.</summary>
    internal IReadOnlyList<byte[]> Pinned { get; init; } = [];

    /// <summary>The host of the control request, if the client itself makes it.</summary>
    internal HostName ControlHost { get; init; } = HostName.Parse(UsualControlHost);

    /// <summary>How long one run of the client may take.</summary>
    internal TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Receives what is done.</summary>
    internal Action<string> Verbose { get; init; } = _ => { };

    /// <summary>What the client asks of a host.</summary>
    internal Uri UriOf(HostName host)
    {
        string scheme = StartTlsTable.SchemeOf(Target.StartTls) ?? Uri.UriSchemeHttps;
        return new Uri($"{scheme}://{host.Bracketed}:{Target.Port}/");
    }
}
