// The room Formats: the formats that pins travel in, in both directions.
// - Nothing is lost silently: what a format cannot express, and what a text says that a pin set cannot, is reported by
//   name.
// - A pin set from a format obeys the same rules as any other; if it breaks one, the import fails with its place.
// - What is written is read back by tests, with our reader and with the programs it is for.
// - Reading is limited, runs nothing, and opens no file except the companion of a format.
// - A format is one class with the parts that it can express (SetParts), and one line in PinSetFormats.

using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// The base of the formats that other programs read and write: limits, rules, and reporting what is lost.
/// </summary>
/// <param name="name">The name for -Format.</param>
/// <param name="parts">The parts that the format can express.</param>
internal abstract class ForeignFormat(string name, SetParts parts) : IPinSetFormat
{
    /// <summary>In characters; twice as large as the largest public list.</summary>
    internal const int MaxLength = 16 * 1024 * 1024;

    public string Name => name;

    /// <summary>The parts that the format can express.</summary>
    internal SetParts Parts => parts;

    public virtual bool CanRead => true;

    public virtual bool CanWrite => true;

    public abstract bool Detect(FormatText text);

    public FormatReading Read(FormatText text)
    {
        if (text.Content.Length > MaxLength) throw new PinningException(Faults.TextTooLarge(text.Source, MaxLength));
        var import = new FormatImport(text, name);
        Read(text, import);
        return import.ToReading();
    }

    public FormatWriting Write(IReadOnlyList<PinSet> sets, ExportOptions options)
    {
        var losses = new List<string>();
        bool many = (parts & SetParts.Hosts) != 0;
        if (!many && sets.Count > 1) throw new PinningException(Faults.OneSetOnly(name, sets.Count));
        IReadOnlyList<(PinSet Given, PinSet Fitted)> fitted = many
            ? HostFit.Fit(sets, parts, name, losses)
            : [.. sets.Select(set => (set, set))];
        foreach ((PinSet given, _) in fitted)
        {
            string[] lost = [.. SetLosses.Find(given, parts)];
            if (lost.Length > 0) losses.Add(Sentence(given, string.Join("; ", lost)));
        }

        sets = [.. fitted.Select(pair => pair.Fitted)];
        if ((parts & SetParts.Vetoes) == 0) sets = [.. sets.Select(WithoutVetoes)];
        sets = Prepare(sets, losses);
        return sets.Count > 0
            ? Write(sets, losses, options)
            : throw new PinningException(Faults.NothingToWrite(name, losses));
    }

    /// <summary>The pins of a set as a loss names them.</summary>
    protected string Sentence(PinSet set, string what) => $"'{set.Pattern}': {name} cannot express {what}.";

    /// <summary>The warning if a format binds pins to their roles and a set does not.</summary>
    protected string RolesNarrow(PinSet set) =>
        $"'{set.Pattern}': in {Name} each pin matches only in its role, as the leaf's or as an authority's; in the pin "
            + "set it matches wherever its key is in the chain.";

    protected abstract void Read(FormatText text, FormatImport import);

    /// <summary>Drops or changes what this format treats in a special way, and reports it.</summary>
    protected virtual IReadOnlyList<PinSet> Prepare(IReadOnlyList<PinSet> sets, List<string> losses) => sets;

    /// <param name="sets">At least one, with hosts and pins that the format can express.</param>
    /// <param name="losses">Receives the losses that the parts do not cover.</param>
    /// <param name="options">The values that are not in a set.</param>
    protected abstract FormatWriting Write(IReadOnlyList<PinSet> sets, List<string> losses, ExportOptions options);

    /// <summary>The sets with only those pins that have a certificate; reports the others.</summary>
    protected IReadOnlyList<PinSet> WithCertificates(IReadOnlyList<PinSet> sets, List<string> losses)
    {
        var kept = new List<PinSet>();
        foreach (PinSet set in sets)
        {
            PinSetPin[] pins = [.. set.Entries.Where(pin => pin.Certificate is not null)];
            foreach (PinSetPin pin in set.Entries.Where(pin => pin.Certificate is null))
                losses.Add(Sentence(set, $"the pin {pin.Pin}, because it has no certificate"));
            if (pins.Length > 0) kept.Add(set.WithPins(pins));
        }

        return kept;
    }

    private static PinSet WithoutVetoes(PinSet set) =>
        set.Entries.Any(pin => pin.Bad) ? set.WithPins(set.Entries.Where(pin => !pin.Bad)) : set;
}
