using System.Collections.Generic;
using System.Xml;

namespace PinningTools.Internal;

/// <summary>Writes a value as a property list in XML.</summary>
internal static class PlistText
{
    internal static string Write(JsonValue value) => XmlText.Write(
        xml =>
        {
            xml.WriteStartElement("plist");
            xml.WriteAttributeString("version", "1.0");
            WriteValue(xml, value);
            xml.WriteEndElement();
        },
        ("plist", "-//Apple//DTD PLIST 1.0//EN", "http://www.apple.com/DTDs/PropertyList-1.0.dtd"));

    private static void WriteValue(XmlWriter xml, JsonValue value)
    {
        switch (value.Kind)
        {
            case JsonKind.Object:
                xml.WriteStartElement("dict");
                foreach (KeyValuePair<string, JsonValue> member in value.Members)
                {
                    xml.WriteElementString("key", member.Key);
                    WriteValue(xml, member.Value);
                }

                xml.WriteEndElement();
                break;
            case JsonKind.Array:
                xml.WriteStartElement("array");
                foreach (JsonValue item in value.Items) WriteValue(xml, item);
                xml.WriteEndElement();
                break;
            case JsonKind.Boolean:
                xml.WriteElementString(value.Text, null);
                break;
            default:
                xml.WriteElementString("string", value.Text);
                break;
        }
    }
}
