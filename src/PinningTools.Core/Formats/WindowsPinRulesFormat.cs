using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Xml;

namespace PinningTools.Internal;

/// <summary>
/// The pin rules of Windows' Enterprise Certificate Pinning, which certutil -generatePinRulesCTL takes. They hold
/// certificates, so only pins with a certificate can be written.
/// </summary>
internal sealed class WindowsPinRulesFormat() : ForeignFormat(
    "WindowsPinRules",
    SetParts.Hosts | SetParts.OneLabel | SetParts.AnyDepth | SetParts.ReportOnly
    | SetParts.ExpiryDay | SetParts.ExpiryTime
        | SetParts.PinNotAfter | SetParts.Certificates)
{
    internal const string Root = "PinRules";

    public override bool Detect(FormatText text) => text.First == '<' && text.Has("<" + Root);

    protected override void Read(FormatText text, FormatImport import)
    {
        IReadOnlyList<XmlPart> parts = XmlPart.Read(text);
        XmlPart root = parts.FirstOrDefault(part => part.Name == Root)
            ?? throw text.Error(TextPlace.At(0), $"there is no <{Root}>");
        new WindowsPinRulesReader(import).Read(root);
    }

    protected override IReadOnlyList<PinSet> Prepare(IReadOnlyList<PinSet> sets, List<string> losses) =>
        WithCertificates(sets, losses);

    protected override FormatWriting Write(
        IReadOnlyList<PinSet> sets, List<string> losses, ExportOptions options)
    {
        DateTime? expires = sets[0].Expires;
        if (sets.Any(set => set.Expires != expires))
        {
            foreach (PinSet set in sets.Where(set => set.Expires is not null))
                losses.Add(Sentence(set, "its expiry, because there is only one for all rules"));
            expires = null;
        }

        return new FormatWriting(XmlText.Write(xml => WriteRules(xml, sets, expires)), losses);
    }

    private static void WriteRules(XmlWriter xml, IReadOnlyList<PinSet> sets, DateTime? expires)
    {
        xml.WriteStartElement(Root);
        xml.WriteAttributeString("ListIdentifier", "PinningTools");
        if (expires is { } date) xml.WriteAttributeString("NextUpdate", Time(date));
        else xml.WriteAttributeString("Duration", WindowsPinRulesReader.UsualDuration);
        foreach (PinSet set in sets)
        {
            xml.WriteStartElement("PinRule");
            xml.WriteAttributeString("Name", set.Pattern);
            xml.WriteAttributeString("Error", set.Mode == PinSetMode.Enforce ? "Revoked" : "None");
            xml.WriteAttributeString("Log", "true");
            foreach (PinSetPin pin in set.Entries) WriteCertificate(xml, pin);
            WriteSites(xml, set.Hosts);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteCertificate(XmlWriter xml, PinSetPin pin)
    {
        xml.WriteStartElement("Certificate");
        xml.WriteAttributeString("Base64", pin.Certificate);
        if (pin.NotAfter is { } end) xml.WriteAttributeString("EndDate", Time(end));
        xml.WriteEndElement();
    }

    private static void WriteSites(XmlWriter xml, HostPattern hosts)
    {
        if (hosts.Kind != HostPatternKind.OneLabel) WriteSite(xml, hosts.Host.Value, false);
        if (hosts.Kind != HostPatternKind.Exact)
            WriteSite(xml, "." + hosts.Host.Value, hosts.Kind == HostPatternKind.AnyDepth);
    }

    private static void WriteSite(XmlWriter xml, string domain, bool allBelow)
    {
        xml.WriteStartElement("Site");
        xml.WriteAttributeString("Domain", domain);
        if (allBelow) xml.WriteAttributeString("AllSubdomains", "true");
        xml.WriteEndElement();
    }

    private static string Time(DateTime date) =>
        date.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
