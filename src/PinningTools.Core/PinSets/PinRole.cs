namespace PinningTools;

/// <summary>
/// What a pin stands for in its pin set. It describes: any pin that is not forbidden matches wherever its key is in the
/// validated chain, unless its RoleEnforced is true.
/// </summary>
/// <remarks>Of the pins of a set, and a parameter of New-PinSet and Update-PinSet.</remarks>
public enum PinRole
{
    /// <summary>Nobody said.</summary>
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
