namespace PinningTools.Internal;

/// <summary>
/// How close the address of a hop is to the user's request, which determines which of the user's data it receives.
/// </summary>
internal enum HopScope
{
    /// <summary>The user's own request: its address, or a next page on the very same server.</summary>
    Own,

    /// <summary>Another address on the user's own server, reached by its redirect.</summary>
    SameServer,

    /// <summary>Another server, or any server after a redirect through another server.</summary>
    Elsewhere,
}
