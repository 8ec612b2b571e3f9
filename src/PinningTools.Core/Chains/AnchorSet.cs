using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>The certificates in which a chain must end, with an index by name that is made once for all chains.</summary>
/// <param name="all">The anchors.</param>
internal sealed class AnchorSet(IReadOnlyList<DerCertificate> all)
{
    private ILookup<string, DerCertificate>? _bySubject;

    internal IReadOnlyList<DerCertificate> All { get; } = all;

    /// <summary>The anchors by their subjects (<see cref="DerCertificate.SubjectKey"/>).</summary>
    internal ILookup<string, DerCertificate> BySubject => _bySubject ??= All.ToLookup(anchor => anchor.SubjectKey);
}
