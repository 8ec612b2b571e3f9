using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>Rules about a store as a whole, and about its file.</summary>
internal static class StoreRules
{
    /// <summary>A veto can be held back from readers for as long as the store that they have is valid.</summary>
    private const int LongDays = 92;

    internal static IEnumerable<PinSetFinding> Find(PinStore store, string path) =>
    [
        .. UnknownMembers.Of(store.Unknown, PinStoreJson.Members, path),
        .. UnknownMembers.Of(store.Source?.Unknown, StoreSource.Members, path),
        .. Published(store, path, Clock.Now),
        .. Source(store, path),
        .. Writable(path),
    ];

    /// <summary>Findings for a publisher before the store is signed.</summary>
    internal static IEnumerable<PinSetFinding> Published(PinStore store, string path, DateTime now)
    {
        if (!store.IsPublished) yield break;
        string fix = $"Before you sign it: Update-PinSet -PinStore {CommandText.Quote(path)} -ValidUntil "
            + "(Get-Date).AddDays(14)";
        if (store.ValidUntil is not { } end)
            yield return new("NoValidUntil", FindingSeverity.Warning, path,
                "The store has a version but no date until which it is valid: anyone who controls its host can serve "
                    + "it forever, so that no later veto arrives.", fix);
        else if (end <= now)
            yield return new("ValidUntilPast", FindingSeverity.Error, path,
                $"The store was valid until {UtcDate.Format(end)}: those who fetch it now do not accept it.", fix);
        else if (end > now.AddDays(LongDays))
            yield return new("ValidUntilFar", FindingSeverity.Information, path,
                $"The store is valid until {UtcDate.Format(end)}: until that date, anyone who controls its host can "
                    + "hold back a veto from those who have the store.", fix);
    }

    private static IEnumerable<PinSetFinding> Source(PinStore store, string path)
    {
        if (store.Source is not { } source) yield break;
        var copies = new StoreCopies(path, source);
        foreach ((string place, CopyFault fault) in copies.FindFaults())
            yield return new("CopyNotUsed", FindingSeverity.Warning, path,
                $"'{place}' is not used as a copy of the source, because another account could have put an older "
                    + $"version there: {fault.What}", fault.Fix);
        if (copies.Read(_ => { }) is not { } copy) yield break;
        foreach (PinSetFinding finding in Shadowed(store, copy.Store, source)) yield return finding;
        if (source.MaxAge is null && copy.Store.ValidUntil is null)
            yield return new("SourceCanFreeze", FindingSeverity.Warning, path,
                $"The store at {RedactedUri.Of(source.Uri)} has no date until which it is valid, and maxAgeDays is not set: "
                    + "anyone who controls the host can hold back every later veto.",
                "Ask its publisher to set validUntil, or set maxAgeDays.");
    }

    /// <summary>
    /// The file's own sets take precedence in any case; a veto of the source should not be lost because of that.
    /// </summary>
    private static IEnumerable<PinSetFinding> Shadowed(PinStore store, PinStore published, StoreSource source) =>
        from theirs in published.Sets
        from own in store.Sets
        where own.Hosts.Covers(theirs.Hosts)
        let lost = theirs.Entries.FirstOrDefault(pin =>
            pin.Bad && !own.Entries.Any(one => one.Bad && one.Value == pin.Value))
        where lost is not null
        select new PinSetFinding("SourceVetoShadowed", FindingSeverity.Warning, own,
            $"The set takes precedence over the set '{theirs.Pattern}' of {RedactedUri.Of(source.Uri)}, which vetoes a key "
                + "that this set does not veto.",
            $"Update-PinSet {CommandText.Quote(own.Pattern)} -Add {lost.Pin} -Bad")
        {
            Pin = lost.Pin,
        };

    /// <summary>Anyone who may write to the store, or replace it, decides which keys are trusted.</summary>
    private static IEnumerable<PinSetFinding> Writable(string path)
    {
        if (!UnixFile.IsAvailable || !File.Exists(path)) yield break;
        for (string? place = Path.GetFullPath(path); place is not null; place = Path.GetDirectoryName(place))
        {
            if (UnixFile.Read(place, followsLinks: true) is not { } facts) continue;
            // A user private group, which most systems create for each account, has no other members.
            FindingSeverity severity =
                facts.Group == facts.Owner ? FindingSeverity.Information : FindingSeverity.Warning;
            if (facts.IsWorldWritable)
                yield return new("OthersMayWrite", FindingSeverity.Warning, path, Reason("Every account", place),
                    Fix("o-w", place));
            else if (facts.IsGroupWritable)
                yield return new("GroupMayWrite", severity, path, Reason("A whole group", place), Fix("g-w", place));
        }
    }

    private static string Reason(string who, string place) =>
        $"{who} may write to '{place}', and can therefore decide which keys are trusted.";

    private static string Fix(string change, string place) => $"chmod {change} {CommandText.Quote(place)}";
}
