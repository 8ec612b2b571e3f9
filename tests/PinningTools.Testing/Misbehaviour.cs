namespace PinningTools.Testing;

/// <summary>The ways a server can fail those who speak TLS to it.</summary>
public enum Misbehaviour
{
    /// <summary>Accepts the connection, reads, and never says a word.</summary>
    AcceptAndSayNothing,

    /// <summary>Closes the connection in an orderly way before anything was said.</summary>
    CloseAtOnce,

    /// <summary>Resets the connection before anything was said.</summary>
    ResetAtOnce,

    /// <summary>Begins a TLS record of 16 kilobytes and sends a byte of it every second.</summary>
    DripOneBytePerSecond,

    /// <summary>Sends random bytes, without end.</summary>
    FloodWithGarbage,

    /// <summary>Responds to any input with an HTTP error in plaintext, and closes.</summary>
    PlainTextHttp,

    /// <summary>Responds to any input with the fatal TLS alert <c>handshake_failure</c>, and closes.</summary>
    TlsAlert,
}
