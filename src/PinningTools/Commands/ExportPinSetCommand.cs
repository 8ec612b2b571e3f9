using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>Writes pin sets to a pin store, or in another program's form of pins.</summary>
[Cmdlet(VerbsData.Export, "PinSet", SupportsShouldProcess = true)]
[OutputType(typeof(string))]
public sealed class ExportPinSetCommand : PumpedCmdlet
{
    private readonly List<PinSet> _sets = [];
    private ExportOptions _options = new();

    /// <summary>The pin sets.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [PinSetTransform]
    public PinSet[] InputObject { get; set; } = [];

    /// <summary>
    /// The file. Without it, with -Format the text is written to the pipeline, and otherwise the sets are added to the
    /// store that $env:PINNINGTOOLS_STORE names, else to the user's own.
    /// </summary>
    [Parameter(Position = 0)]
    [Alias("LiteralPath", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>
    /// The format; a pin store unless given: PinStore, Chromium, GoJson, Android, TrustKitAndroid, WindowsPinRules,
    /// TrustKit, Apple, OkHttpJava, OkHttpKotlin, Firefox, Hpkp, Tlsa (DANE), TlsaCertificate, OkHttp, Curl, Hex or
    /// Base64.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(FormatCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Format { get; set; }

    /// <summary>Adds the sets to those of the file. A set that is there for the same pattern and differs is an error
    /// unless -Force replaces it.</summary>
    [Parameter]
    public SwitchParameter Append { get; set; }

    /// <summary>
    /// Replaces sets of the same pattern when appending. Otherwise overwrites a file with all that is in it, also where
    /// no set came.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Does not overwrite a file that is there.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Makes an error of everything the format cannot express, instead of a warning.</summary>
    [Parameter]
    public SwitchParameter Strict { get; set; }

    /// <summary>How many days clients remember the pins after each visit, for the formats that say so: Hpkp.</summary>
    [Parameter]
    [ValidateRange(1, 3650)]
    public int MaxAgeDays { get; set; } = ExportOptions.UsualMaxAgeDays;

    /// <summary>
    /// Until when who fetches the store may use it, where it is published and signed. It gets a version then.
    /// </summary>
    [Parameter]
    [DateTransform]
    public DateTime? ValidUntil { get; set; }

    private bool IsStore => Format is null || PinSetFormats.Get(Format) is PinStoreFormat;

    /// <inheritdoc/>
    protected override void BeginProcessing() => OrTerminate(() =>
    {
        IPinSetFormat format = PinSetFormats.Get(Format ?? PinStoreFormat.StoreName);
        if (!format.CanWrite) throw new PinningException(Faults.FormatNotWritable(format.Name));
        if (MyInvocation.BoundParameters.ContainsKey(nameof(MaxAgeDays)) && format is not HpkpFormat)
            throw new PinningException(Faults.FormatHasNoMaxAge(format.Name));
        if (ValidUntil is not null && !IsStore) throw new PinningException(Faults.FormatHasNoValidUntil(format.Name));
        if (ValidUntil is { } end && UtcDate.Truncate(end) <= UtcDate.Now)
            throw new PinningException(Faults.ValidUntilPast(end));
        _options = new ExportOptions { MaxAge = TimeSpan.FromDays(MaxAgeDays), ValidUntil = ValidUntil };
        return true;
    });

    /// <inheritdoc/>
    protected override void ProcessRecord() =>
        _sets.AddRange(InputObject.Select(set => OrTerminate(() => PinSetRules.Check(set))));

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (Path is null && Format is not null)
        {
            FormatWriting writing = OrTerminate(() => Write(_sets));
            WriteObject(writing.Content);
            if (writing.Companion is { } companion) WriteObject(companion.Content);
            return;
        }

        string path = OrTerminate(() => StoreArgument.PathForWriting(this, Path));
        bool append = Append || Path is null;
        if (NoClobber && !append) OrTerminate(() => RefuseClobber(path));
        if (_sets.Count == 0 && !append && !Force) Terminate(Faults.NothingToExport(path));
        StoreChanges changes = OrTerminate(() => Judge(path, ReadBefore(path), append));
        if (!ShouldProcess(path, changes.ToString())) return;
        if (IsStore) WriteStore(path, append);
        else WriteText(path, append);
    }

    /// <exception cref="PinningException">A file of those that would be written is there.</exception>
    private bool RefuseClobber(string path)
    {
        foreach (string file in Companions(path).Prepend(path))
            if (Presence.Exists(file)) throw new PinningException(Faults.FileExists(file));
        return true;
    }

    /// <summary>What the format writes beside the file.</summary>
    private IEnumerable<string> Companions(string path) =>
        !IsStore && _sets.Count > 0
            && PinSetFormats.Get(Format!).Write(_sets, _options).Companion is { } companion
            ? [CompanionFile.PathOf(path, companion.Extension)]
            : [];

    private StoreChanges Judge(string path, PinStore before, bool append)
    {
        IReadOnlyList<PinSet> written = IsStore || !Presence.Exists(path) ? _sets : ReadBack(path);
        var changes = new StoreChanges(path, before, written, append);
        if (Force) return changes;
        changes.RefuseLosses();
        if (!Presence.Exists(path) && Companions(path).FirstOrDefault(Presence.Exists) is { } beside)
            throw new PinningException(Faults.FileHoldsOther(beside, Format!, $"'{path}' is not there."));
        return changes;
    }

    private void WriteStore(string path, bool append)
    {
        Pump.Start(stop => PinStoreFile.UpdateAsync(path, store =>
        {
            // Another process may have added some meanwhile, or made the file.
            if (NoClobber && !append) RefuseClobber(path);
            Judge(path, store, append);
            if (ValidUntil is { } end) store.ValidUntil = end;
            if (!append) store.Clear();
            foreach (PinSet set in _sets) PinStoreMerge.Put(store, set, replace: Force);
            return true;
        }, stop));
        Pump.Drain(0);
    }

    private void WriteText(string path, bool append)
    {
        FileLock? held = null;
        if (append)
        {
            Pump.Start(async stop => held =
                await FileLock.TakeAsync(path + ".lock", PinStoreFile.LockTimeout, stop).ConfigureAwait(false));
            Pump.Drain(0);
            if (held is null) return;
        }

        using (held)
        {
            OrTerminate(() =>
            {
                PinStore store = append ? ReadBefore(path) : new PinStore();
                foreach (PinSet set in _sets) PinStoreMerge.Put(store, set, replace: Force);
                FormatWriting writing = Write([.. store.Sets]);
                // The names of the first file are in the second: that one first, so that at no moment one is missing.
                if (writing.Companion is { } companion)
                    Put(CompanionFile.PathOf(path, companion.Extension), companion.Content, append);
                Put(path, writing.Content, append);
                return true;
            });
        }
    }

    private void Put(string path, string content, bool append)
    {
        if (NoClobber && !append) AtomicFile.WriteNew(path, content);
        else AtomicFile.Write(AtomicFile.FollowLink(path), content);
    }

    /// <summary>The sets of the file that is there; none where that does not matter or cannot be told.</summary>
    private PinStore ReadBefore(string path)
    {
        if (IsStore) return PinStoreFile.ReadOrNew(path);
        IPinSetFormat format = PinSetFormats.Get(Format!);
        if (!Presence.Exists(path) || !format.CanRead) return new PinStore();
        try
        {
            string content = UnicodeFile.Read(path);
            return string.IsNullOrWhiteSpace(content)
                ? new PinStore()
                : new PinStore(ReadText(path, content, extension => CompanionFile.Read(path, extension)));
        }
        catch (PinningException) when (Force && !Append)
        {
            return new PinStore();
        }
        catch (PinningException error) when (!Append)
        {
            throw new PinningException(Faults.FileHoldsOther(path, format.Name, error.Fault.Message), error);
        }
    }

    /// <summary>The sets as the file will have them: a format may widen a pattern that it cannot express.</summary>
    private IReadOnlyList<PinSet> ReadBack(string path)
    {
        IPinSetFormat format = PinSetFormats.Get(Format!);
        if (!format.CanRead || _sets.Count == 0) return _sets;
        FormatWriting writing = format.Write(_sets, _options);
        return ReadText(path, writing.Content, _ => writing.Companion?.Content);
    }

    private IReadOnlyList<PinSet> ReadText(string path, string content, Func<string, string?> companion)
    {
        var text = new FormatText(path, content)
        {
            Hosts = _sets.Count > 0 ? _sets[0].Hosts : null,
            Companion = companion,
        };
        return PinSetFormats.Get(Format!).Read(text).Sets;
    }

    private FormatWriting Write(IReadOnlyList<PinSet> sets)
    {
        FormatWriting writing = PinSetFormats.Get(Format!).Write(sets, _options);
        Losses.Report(this, Format!, writing.Losses, Strict);
        return writing;
    }
}
