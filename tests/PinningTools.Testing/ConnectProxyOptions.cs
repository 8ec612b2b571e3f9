using System.Net;

namespace PinningTools.Testing;

/// <summary>How a <see cref="ConnectProxy"/> differs from the usual.</summary>
public sealed record ConnectProxyOptions
{
    /// <summary>What the proxy does when asked.</summary>
    public ProxyBehaviour Behaviour { get; init; } = ProxyBehaviour.Tunnel;

    /// <summary>The name and password to demand; without them the answer is 407.</summary>
    public NetworkCredential? Credential { get; init; }

    /// <summary>Further fields of each reply, each with its line end.</summary>
    public string Fields { get; init; } = "";

    /// <summary>The port that tunnels lead to, whichever was asked for.</summary>
    public int? ImpostorPort { get; init; }

    /// <summary>How many tunnels lead to where they were asked to before that.</summary>
    public int HonestTunnels { get; init; }
}
