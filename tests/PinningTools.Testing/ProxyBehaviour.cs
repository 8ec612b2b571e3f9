namespace PinningTools.Testing;

/// <summary>What a proxy does once it was asked for a tunnel.</summary>
public enum ProxyBehaviour
{
    /// <summary>Makes the tunnel.</summary>
    Tunnel,

    /// <summary>Never answers.</summary>
    Stall,

    /// <summary>Answers 502.</summary>
    BadGateway,

    /// <summary>Answers with bytes that are not HTTP, and closes.</summary>
    Garbage,
}
