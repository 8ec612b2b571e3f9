using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>A pin set that clients have.</summary>
/// <param name="Set">The set.</param>
/// <param name="Place">Where the set is kept; null if not known.</param>
internal sealed record DeployedSet(PinSet Set, RotationPlace? Place = null)
{
    /// <summary>The sets of a file that is no pin store.</summary>
    internal static IEnumerable<DeployedSet> From(PinSetFile file, FormatReading reading) =>
        reading.Sets.Select(set => new DeployedSet(set, RotationPlace.From(file.Path, file.Format.Name)));

    /// <summary>Those of a store's file, and those of its source, which only the publisher can change.</summary>
    /// <param name="store">The store.</param>
    /// <param name="path">Its file; null for the default store.</param>
    internal static IEnumerable<DeployedSet> From(WholeStore store, string? path) => store.InForce.Select(
        set => new DeployedSet(set, !store.IsOfFile(set) ? RotationPlace.From(store.Source!)
            : path is null ? null
            : RotationPlace.From(path, PinStoreFormat.StoreName)));
}
