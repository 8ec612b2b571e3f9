using System.Collections.Generic;
using System.Linq;
using System.Xml;

namespace PinningTools.Internal;

/// <summary>
/// Android's network-security-config, and with the element trustkit-config TrustKit for Android. Both are read in
/// either case; only what is written differs.
/// </summary>
internal sealed class AndroidFormat : ForeignFormat
{
    private const string Root = "network-security-config";
    private const string TrustKit = "trustkit-config";
    private const SetParts AndroidParts =
        SetParts.Hosts | SetParts.HostOnce | SetParts.Addresses | SetParts.AnyDepth | SetParts.ExpiryDay;

    private readonly bool _trustKit;

    private AndroidFormat(string name, SetParts parts, bool trustKit)
        : base(name, parts)
    {
        _trustKit = trustKit;
    }

    internal static AndroidFormat Android { get; } = new("Android", AndroidParts, false);

    internal static AndroidFormat TrustKitAndroid { get; } =
        new("TrustKitAndroid", AndroidParts | SetParts.ReportOnly | SetParts.ReportUri, true);

    public override bool Detect(FormatText text) =>
        text.First == '<' && text.Has("<" + Root) && text.Has(TrustKit) == _trustKit;

    protected override void Read(FormatText text, FormatImport import)
    {
        IReadOnlyList<XmlPart> parts = XmlPart.Read(text);
        if (parts.Count != 1 || parts[0].Name != Root)
            throw text.Error(parts.Count > 0 ? parts[0].Place : TextPlace.At(0), $"expected <{Root}> as the root "
                + "element");
        new AndroidReader(import).Read(parts[0]);
    }

    protected override FormatWriting Write(
        IReadOnlyList<PinSet> sets, List<string> losses, ExportOptions options)
    {
        if (_trustKit) losses.AddRange(TrustKitRules.Find(sets));
        return new FormatWriting(XmlText.Write(xml => WriteConfig(xml, sets)), losses);
    }

    private void WriteConfig(XmlWriter xml, IReadOnlyList<PinSet> sets)
    {
        xml.WriteStartElement(Root);
        foreach (PinSet set in sets)
        {
            xml.WriteStartElement("domain-config");
            WriteDomain(xml, set);
            if (_trustKit) WriteTrustKit(xml, set);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteDomain(XmlWriter xml, PinSet set)
    {
        xml.WriteStartElement("domain");
        xml.WriteAttributeString("includeSubdomains", set.Hosts.Kind == HostPatternKind.AnyDepth ? "true" : "false");
        xml.WriteString(set.Hosts.Host.Value);
        xml.WriteEndElement();
        xml.WriteStartElement("pin-set");
        if (set.Expires is { } expires) xml.WriteAttributeString("expiration", UtcDate.Day(expires));
        foreach (string pin in set.Entries.Select(pin => Base64Format.Of(pin)))
        {
            xml.WriteStartElement("pin");
            xml.WriteAttributeString("digest", "SHA-256");
            xml.WriteString(pin);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteTrustKit(XmlWriter xml, PinSet set)
    {
        xml.WriteStartElement(TrustKit);
        xml.WriteAttributeString("enforcePinning", set.Mode == PinSetMode.Enforce ? "true" : "false");
        // Without it, reports are also sent to the maker of the library.
        xml.WriteAttributeString("disableDefaultReportUri", "true");
        if (set.ReportUri is { } uri) xml.WriteElementString("report-uri", ReportUris.Safe(uri));
        xml.WriteEndElement();
    }
}
