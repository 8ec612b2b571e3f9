using System.Collections.Generic;

namespace PinningTools.Fuzz;

/// <summary>Every parser of Core that reads what others wrote.</summary>
internal static class FuzzTargets
{
    internal static IReadOnlyList<FuzzTarget> All() =>
    [
        .. FormatTargets.All(),
        .. TextTargets.All(),
        .. CertificateTargets.All(),
        .. SourceTargets.All(),
        .. NetworkTargets.All(),
        .. AddressTargets.All(),
        .. ReplyTargets.All(),
        .. InspectionTargets.All(),
    ];
}
