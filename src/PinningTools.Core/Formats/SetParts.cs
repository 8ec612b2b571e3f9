using System;

namespace PinningTools.Internal;

/// <summary>The parts of a pin set that a format may be able to express.</summary>
[Flags]
internal enum SetParts
{
    None = 0,

    /// <summary>The format names hosts, so it holds many sets.</summary>
    Hosts = 1 << 0,

    /// <summary>Each host name occurs at most once, with or without its subdomains.</summary>
    HostOnce = 1 << 1,

    /// <summary>An IP address can be a host.</summary>
    Addresses = 1 << 2,

    /// <summary><c>*.</c></summary>
    OneLabel = 1 << 3,

    /// <summary><c>**.</c></summary>
    AnyDepth = 1 << 4,

    Port = 1 << 5,
    ReportOnly = 1 << 6,

    /// <summary>The day of the expiry; what is expired is no longer compared.</summary>
    ExpiryDay = 1 << 7,

    /// <summary>The second of the expiry.</summary>
    ExpiryTime = 1 << 8,

    ReportUri = 1 << 9,

    /// <summary>Forbidden keys.</summary>
    Vetoes = 1 << 10,

    Roles = 1 << 11,
    PinNotes = 1 << 12,
    PinNotAfter = 1 << 13,
    Certificates = 1 << 14,

    /// <summary>A pin matches where its role says, and nowhere else.</summary>
    RolesEnforced = 1 << 15,
}
