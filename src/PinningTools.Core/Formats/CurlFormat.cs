using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// The value of curl's --pinnedpubkey, alone or in a command or a configuration file with the option before it.
/// </summary>
internal sealed class CurlFormat() : ForeignFormat("Curl", SetParts.None)
{
    private const string Prefix = "sha256//";

    private const string Insecure =
        "The option insecure makes curl trust only the server's key, without validating the chain or the name. A pin "
            + "set validates both; for an appliance make the set with New-PinSet -PinOnly.";

    private const string Anchors =
        "cacert and similar options replace the roots that curl trusts; give them to New-PinSet as -TrustAnchor.";

    private const string Revocation =
        "crlfile, cert-status and similar options concern revocation, which is checked only with -CheckRevocation.";

    private const string Route = "resolve and connect-to determine where curl connects to; this is not imported.";

    /// <summary>Options that change what a connection trusts, by both of their names.</summary>
    private static readonly Dictionary<string, string> s_others = new(StringComparer.Ordinal)
    {
        ["insecure"] = Insecure,
        ["k"] = Insecure,
        ["cacert"] = Anchors,
        ["capath"] = Anchors,
        ["ca-native"] = Anchors,
        ["crlfile"] = Revocation,
        ["cert-status"] = Revocation,
        ["ssl-no-revoke"] = Revocation,
        ["ssl-revoke-best-effort"] = Revocation,
        ["proxy-pinnedpubkey"] = "proxy-pinnedpubkey pins the key of a proxy, for which there are no pin sets.",
        ["proxy-insecure"] = "proxy-insecure concerns a proxy and is not imported.",
        ["resolve"] = Route,
        ["connect-to"] = Route,
    };

    public override bool Detect(FormatText text) => text.Has(Prefix) || text.Has(CurlOptions.Pins);

    protected override void Read(FormatText text, FormatImport import)
    {
        (string list, int start) = Value(text, import);
        var pins = new List<PinSetPin>();
        int index = start;
        foreach (string item in list.Split(';'))
        {
            var place = TextPlace.At(index);
            if (!item.StartsWith(Prefix, StringComparison.Ordinal))
                throw text.Error(place,
                    $"expected a pin written as {Prefix}BASE64=; for a key file, Get-SpkiPin -Path shows the pin");
            pins.Add(text.Base64Pin(place, item.Substring(Prefix.Length)));
            index += item.Length + 1;
        }

        import.Lose(
            "curl compares these pins only with the server's own key; a pin set compares them with the whole validated "
                + "chain.");
        import.Add(TextPlace.At(start), new PinSet(import.GivenHosts) { Pins = [.. pins] });
    }

    protected override FormatWriting Write(
        IReadOnlyList<PinSet> sets, List<string> losses, ExportOptions options)
    {
        int authorities = sets[0].Entries.Count(pin => pin.Role is PinRole.Intermediate or PinRole.Root);
        if (authorities > 0)
            losses.Add(
                $"'{sets[0].Pattern}': curl compares only the server's own key, so {authorities} pins of authorities "
                    + "match nothing there.");
        string list = string.Join(";", sets[0].Entries.Select(pin => Prefix + Base64Format.Of(pin)));
        return new FormatWriting(list + "\n", losses);
    }

    /// <summary>The value after the option; without the option, the whole text.</summary>
    private static (string Value, int Start) Value(FormatText text, FormatImport import)
    {
        (string Value, int Start)? found = null;
        var others = new List<string>();
        foreach (CurlOption option in CurlOptions.Read(text))
        {
            if (s_others.TryGetValue(option.Name, out string? said)) others.Add(said);
            // If a switch and its opposite are both given, the last one counts.
            if (option.Name == "no-insecure") others.RemoveAll(one => one == Insecure);
            if (option.Name != CurlOptions.Pins) continue;
            if (found is not null)
                throw text.Error(option.Place, $"duplicate option {CurlOptions.Pins}, of which curl would use the "
                    + "last");
            found = (option.Value, option.Start);
        }

        import.LoseAll(others);
        return found ?? CurlOptions.Alone(text);
    }
}
