namespace PinningTools.Internal;

/// <summary>Adds a set to a store without overwriting another one, unless that is requested.</summary>
internal static class PinStoreMerge
{
    /// <exception cref="PinningException">
    /// There is another set for the pattern, and it is not to be replaced.
    /// </exception>
    internal static void Put(PinStore store, PinSet set, bool replace)
    {
        if (!replace && store.Get(set.Hosts) is { } other && !Same(set, other))
            throw new PinningException(Faults.PinSetExists(set.Pattern));
        store.Put(set);
    }

    private static bool Same(PinSet left, PinSet right) => Text(left) == Text(right);

    private static string Text(PinSet set) => JsonWriter.WriteCompact(PinSetJson.Write(set));
}
