namespace PinningTools.Internal;

/// <summary>
/// How near the address of a hop is to what the user asked for, and so what of the user's it is told.
/// </summary>
internal enum HopScope
{
    /// <summary>The user's own request: its address, or a next page on the very same server.</summary>
    Own,

    /// <summary>Another address on the user's own server, which named it in a redirection.</summary>
    SameServer,

    /// <summary>Another server, or any at all once the way has led over another server.</summary>
    Elsewhere,
}
