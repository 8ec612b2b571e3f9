namespace PinningTools;

/// <summary>The values of -Authentication, with the names and numbers of Invoke-WebRequest's.</summary>
public enum WebAuthenticationType
{
    /// <summary>None.</summary>
    None,

    /// <summary>Basic (RFC 7617), with -Credential.</summary>
    Basic,

    /// <summary>Bearer (RFC 6750), with -Token.</summary>
    Bearer,

    /// <summary>The same as Bearer.</summary>
    OAuth,
}
