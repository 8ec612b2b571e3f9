using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Firefox's StaticHPKPins.h: fingerprints by name, lists of names, and the hosts with their list. If a file has only
/// fingerprints, all of them are read for the given hosts.
/// </summary>
internal sealed class FirefoxFormat() : ForeignFormat(
    "Firefox",
    SetParts.Hosts | SetParts.HostOnce | SetParts.AnyDepth | SetParts.ReportOnly
    | SetParts.ExpiryDay | SetParts.ExpiryTime | SetParts.PinNotes)
{
    public override bool Detect(FormatText text) => text.Has(FirefoxReader.Fingerprint + "[]");

    protected override void Read(FormatText text, FormatImport import) => new FirefoxReader(import).Read();

    protected override FormatWriting Write(
        IReadOnlyList<PinSet> sets, List<string> losses, ExportOptions options)
    {
        var names = new PinNames(sets);
        losses.AddRange(sets.Select(set => (set, what: names.Loss(set)))
            .Where(loss => loss.what is not null).Select(loss => Sentence(loss.set, loss.what!)));
        PinSet[] sorted = [.. sets.OrderBy(set => set.Hosts.Host.Value, StringComparer.Ordinal)];
        string[] lists = [.. sorted.Select((set, i) => "kPinset_" + PinNames.OfList(set.Hosts, i))];
        List<string> lines = ["#include <stdint.h>"];
        foreach (KeyValuePair<SpkiPin, string> pin in names.All.OrderBy(pin => pin.Value, StringComparer.Ordinal))
            lines.Add($"static const char k{pin.Value}Fingerprint[] = \"{Base64Format.Of(pin.Key)}\";");
        lines.AddRange(["", "struct StaticFingerprints {", "  const size_t size;", "  const char* const* data;", "};"]);
        for (int i = 0; i < sorted.Length; i++) WriteList(lines, lists[i], sorted[i].Entries.Select(names.Of));
        lines.AddRange(
        [
            "", "struct TransportSecurityPreload {", "  const char* mHost;", "  bool mIncludeSubdomains;",
            "  bool mTestMode;", "  bool mIsMoz;", "  int32_t mId;", "  const StaticFingerprints* pinset;", "};",
            "", "static const TransportSecurityPreload kPublicKeyPinningPreloadList[] = {",
        ]);
        for (int i = 0; i < sorted.Length; i++)
            lines.Add(Entry(sorted[i], lists[i]));
        lines.Add("};");
        WriteExpiry(lines, sets, losses);
        return new FormatWriting(string.Join("\n", lines) + "\n", losses);
    }

    private static string Entry(PinSet set, string list) =>
        $"  {{ \"{set.Hosts.Host}\", {Bool(set.Hosts.Kind == HostPatternKind.AnyDepth)}, "
            + $"{Bool(set.Mode == PinSetMode.ReportOnly)}, false, -1, &{list} }},";

    private static void WriteList(List<string> lines, string list, IEnumerable<string> names)
    {
        lines.AddRange(["", $"static const char* const {list}_Data[] = {{"]);
        lines.AddRange(names.Select(name => $"  k{name}Fingerprint,"));
        lines.AddRange(
        [
            "};", $"static const StaticFingerprints {list} = {{", $"  sizeof({list}_Data) / sizeof(const char*),",
            $"  {list}_Data", "};",
        ]);
    }

    private void WriteExpiry(List<string> lines, IReadOnlyList<PinSet> sets, List<string> losses)
    {
        DateTime? expires = sets[0].Expires;
        if (sets.All(set => set.Expires == expires))
        {
            if (expires is { } date)
            {
                long time = FormatDate.ToUnix(date) * FirefoxReader.Microseconds;
                lines.AddRange(["", $"static const PRTime {FirefoxReader.Expiry} = INT64_C({time});"]);
            }
            return;
        }

        foreach (PinSet set in sets.Where(set => set.Expires is not null))
            losses.Add(Sentence(set, "its expiry, because there is only one for all hosts"));
    }

    private static string Bool(bool value) => value ? "true" : "false";
}
