namespace PinningTools;

/// <summary>
/// The role of a pin in its pin set. It is only a description: a pin that is not vetoed matches wherever its key is in
/// the validated chain, unless its RoleEnforced is true.
/// </summary>
/// <remarks>Of the pins of a set, and a parameter of New-PinSet and Update-PinSet.</remarks>
public enum PinRole
{
    /// <summary>No role was given.</summary>
    Unspecified = 0,

    /// <summary>The key of the server's own certificate.</summary>
    Leaf,

    /// <summary>The key of an authority between the leaf and the root.</summary>
    Intermediate,

    /// <summary>The key of a trust anchor.</summary>
    Root,

    /// <summary>A spare key that is in no chain in service.</summary>
    Backup,
}
