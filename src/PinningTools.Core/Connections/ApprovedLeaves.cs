using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// The leaves of one server that had a good verdict under one policy. Only these are shown the client certificate. A
/// server with several certificates may show another one on each connection.
/// </summary>
internal sealed class ApprovedLeaves
{
    private readonly IReadOnlyList<DerCertificate> _leaves;

    private ApprovedLeaves(IReadOnlyList<DerCertificate> leaves)
    {
        _leaves = leaves;
    }

    internal static ApprovedLeaves None { get; } = new([]);

    internal bool IsEmpty => _leaves.Count == 0;

    /// <summary>When the first of them expires.</summary>
    internal DateTime? NotAfter => _leaves.Min(leaf => leaf.NotAfter);

    internal ApprovedLeaves With(DerCertificate leaf) => new([.. _leaves, leaf]);

    internal bool Contains(byte[] leaf) => _leaves.Any(known => Bytes.Same(known.Raw, leaf));

    internal bool Has(ServerKeyAlgorithm kind) => _leaves.Any(leaf => KeyAlgorithmChoice.Of(leaf) == kind);
}
