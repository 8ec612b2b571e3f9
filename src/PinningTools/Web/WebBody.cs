using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Net.Http;
using System.Xml;

namespace PinningTools.Internal;

/// <summary>Converts the values of -Body and -Form to a body to send.</summary>
internal static class WebBody
{
    internal static RequestBody From(object body)
    {
        object plain = PlainValue.Of(body)!;
        // A form of Windows PowerShell's response: its fields are what is sent.
        bool isForm = plain.GetType().Name == "FormObject";
        if (isForm && PSObject.AsPSObject(plain).Properties["Fields"]?.Value is IDictionary fields)
            return RequestBody.FromText(RequestBody.Encode(fields));
        return plain switch
        {
            IDictionary dictionary => RequestBody.FromText(RequestBody.Encode(dictionary)),
            XmlNode node => RequestBody.FromXml(node),
            Stream stream => RequestBody.FromStream(stream),
            byte[] bytes => RequestBody.FromBytes(bytes),
            MultipartFormDataContent form => RequestBody.FromContent(form),
            _ => RequestBody.FromText(Text(plain)),
        };
    }

    internal static RequestBody FromForm(IDictionary form)
    {
        var fields = new List<FormField>();
        foreach (DictionaryEntry entry in form)
            fields.AddRange(Fields(Text(PlainValue.Of(entry.Key)), PlainValue.Of(entry.Value)));
        return new MultipartBody(fields);
    }

    /// <summary>The fields of a body that a GET sends as its query; null if it is not made of fields.</summary>
    internal static IDictionary? AsQuery(object? body) => PlainValue.Of(body) as IDictionary;

    private static IEnumerable<FormField> Fields(string name, object? value) =>
        value is IEnumerable many and not string
            ? many.Cast<object?>().Select(one => Field(name, PlainValue.Of(one)))
            : [Field(name, value)];

    private static FormField Field(string name, object? value) =>
        value is FileInfo file ? new FormField(name, "", file) : new FormField(name, Text(value));

    private static string Text(object? value) =>
        (string)LanguagePrimitives.ConvertTo(value, typeof(string), CultureInfo.InvariantCulture);
}
