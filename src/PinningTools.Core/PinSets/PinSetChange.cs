using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>A change to a pin set, for both an object and a set in a store.</summary>
internal sealed class PinSetChange
{
    internal IReadOnlyList<PinSetPin> Add { get; init; } = [];

    /// <summary>The description of the added pins, in addition to their own.</summary>
    internal PinNotes Notes { get; init; } = new();

    internal IReadOnlyList<SpkiPin> Remove { get; init; } = [];

    /// <summary>Backup pins whose keys go into service.</summary>
    internal IReadOnlyList<SpkiPin> Promote { get; init; } = [];

    /// <summary>Pins that no longer match from <see cref="RetireAt"/> on and stay in the set as a record.</summary>
    internal IReadOnlyList<SpkiPin> Retire { get; init; } = [];

    internal DateTime RetireAt { get; init; } = UtcDate.Now;

    internal PinSetMode? Mode { get; init; }

    internal DateTime? Expires { get; init; }

    internal ExpiredAction? OnExpired { get; init; }

    internal bool? NoBackup { get; init; }

    internal bool? AllowInspected { get; init; }

    internal bool IsEmpty => Add.Count + Remove.Count + Promote.Count + Retire.Count == 0
        && (Mode, Expires, OnExpired, NoBackup, AllowInspected) is (null, null, null, null, null);

    /// <param name="describing">The parameter that describes added pins; null if none was given.</param>
    /// <exception cref="PinningException">Nothing is changed, or a description has no pin to describe.</exception>
    internal PinSetChange Check(string? describing)
    {
        if (Add.Count == 0 && describing is not null) throw new PinningException(Faults.NothingAdded(describing));
        return IsEmpty ? throw new PinningException(Faults.NothingToChange()) : this;
    }

    /// <exception cref="PinningException">A pin is not in the set, or the result must not be used.</exception>
    internal PinSet Apply(PinSet set)
    {
        foreach (SpkiPin pin in Remove.Concat(Promote).Concat(Retire))
            if (set.Entries.All(entry => entry.Value != pin))
                throw new PinningException(Faults.PinMissing(set.Pattern, pin.ToString()));
        IEnumerable<PinSetPin> kept = set.Entries
            .Where(entry => !Remove.Contains(entry.Value) && Add.All(added => added.Value != entry.Value))
            .Select(ApplyTo);
        IEnumerable<PinSetPin> added =
            Add.Select(Notes.Describe).Select(entry => entry with { Added = entry.Added ?? UtcDate.Now });
        bool modeChanges = Mode is { } mode && mode != set.Mode;
        return PinSetRules.Check(set with
        {
            Pins = [.. kept, .. added],
            Mode = Mode ?? set.Mode,
            Added = modeChanges ? UtcDate.Now : set.Added,
            Expires = Expires ?? set.Expires,
            OnExpired = OnExpired ?? set.OnExpired,
            NoBackup = NoBackup ?? set.NoBackup,
            AllowInspected = AllowInspected ?? set.AllowInspected,
        });
    }

    /// <summary>A description of the changes.</summary>
    public override string ToString()
    {
        IEnumerable<string> parts =
        [
            .. Add.Select(Notes.Describe).Select(pin => $"{(pin.Bad ? "veto" : "add")} {pin}"),
            .. Remove.Select(pin => $"remove {pin}"),
            .. Promote.Select(pin => $"promote {pin}"),
            .. Retire.Select(pin => $"retire {pin} on {UtcDate.Format(RetireAt)}"),
            .. Mode is { } mode ? new[] { $"set the mode to {mode}" } : [],
            .. Expires is { } expires ? new[] { $"set the expiry to {UtcDate.Format(expires)}" } : [],
            .. NoBackup is { } none
                ? new[] { none ? "mark the set as having no backup pin on purpose" : "require a backup pin" } : [],
            .. AllowInspected is { } allowed
                ? new[] { allowed ? "let inspected servers pass" : "let no inspected server pass" } : [],
            .. OnExpired is { } action ? new[] { $"set OnExpired to {action}" } : [],
        ];
        string text = string.Join(", ", parts);
        return char.ToUpperInvariant(text[0]) + text.Substring(1);
    }

    private PinSetPin ApplyTo(PinSetPin entry)
    {
        if (Promote.Contains(entry.Value)) entry = entry with { Role = PinRole.Leaf, NotAfter = null };
        return Retire.Contains(entry.Value) ? entry with { NotAfter = RetireAt } : entry;
    }
}

/// <summary>The description of pins that are added to a set.</summary>
internal sealed record PinNotes
{
    /// <summary>The role of those that do not say it themselves.</summary>
    internal PinRole Role { get; init; }

    internal bool Bad { get; init; }

    internal string? Note { get; init; }

    internal string? Owner { get; init; }

    /// <summary>From when on they no longer count; a forbidden key has no end.</summary>
    internal DateTime? NotAfter { get; init; }

    internal PinSetPin Describe(PinSetPin entry) => entry with
    {
        Role = entry.Role == PinRole.Unspecified ? Role : entry.Role,
        Bad = Bad || entry.Bad,
        Note = Note ?? entry.Note,
        Owner = Owner ?? entry.Owner,
        NotAfter = Bad ? null : NotAfter ?? entry.NotAfter,
    };
}
