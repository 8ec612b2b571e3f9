using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// The calls that build OkHttp's CertificatePinner, in Java or Kotlin. Read are literal texts only, for nobody runs the
/// code here; a call or a pin that is not understood is an error, never passed over.
/// </summary>
/// <param name="name">What -Format takes.</param>
/// <param name="before">What stands before the builder.</param>
/// <param name="end">What ends the statement.</param>
internal sealed class OkHttpCodeFormat(string name, string before, string end)
    : ForeignFormat(name, SetParts.Hosts | SetParts.Addresses | SetParts.OneLabel | SetParts.AnyDepth)
{
    private const string Pinner = "CertificatePinner";
    private const string New = "new ";

    private readonly string _before = before;

    internal static OkHttpCodeFormat Java { get; } = new("OkHttpJava", New, ";");

    internal static OkHttpCodeFormat Kotlin { get; } = new("OkHttpKotlin", "", "");

    public override bool Detect(FormatText text) => IsJava(text) == (_before.Length > 0)
        && (text.Has(Pinner) || (text.Has("add(") && (text.Has("\"sha256/") || text.Has("\"sha1/"))));

    protected override void Read(FormatText text, FormatImport import)
    {
        var calls = new OkHttpUnion();
        var code = new CodeReader(text, nested: !IsJava(text));
        bool building = false;
        string last = "";
        while (code.Kind != CodeTokenKind.End)
        {
            if (code.Kind == CodeTokenKind.Text && IsPin(code.Value))
                throw text.Error(code.Place, "a pin stands here outside of a call to add with literal texts");
            string word = code.Kind == CodeTokenKind.Word ? code.Value : last;
            TextPlace place = code.Place;
            bool isWord = code.Kind == CodeTokenKind.Word;
            code.Move();
            if (isWord && word == "Builder" && last == Pinner) building = true;
            else if (isWord && word == "build") building = false;
            else if (isWord && word == "add" && code.Skip('(')) ReadCall(text, code, place, building, calls);
            last = word;
        }

        calls.AddTo(import);
    }

    protected override FormatWriting Write(
        IReadOnlyList<PinSet> sets, List<string> losses, ExportOptions options)
    {
        losses.AddRange(OkHttpUnion.Widened(sets));
        var text = new StringBuilder(_before).Append(Pinner).Append(".Builder()\n");
        foreach (PinSet set in sets)
        {
            text.Append("    .add(\"").Append(set.Pattern).Append('"');
            foreach (PinSetPin pin in set.Entries) text.Append(", \"").Append(pin.Pin).Append('"');
            text.Append(")\n");
        }

        return new FormatWriting(text.Append("    .build()").Append(end).Append('\n').ToString(), losses);
    }

    private static bool IsJava(FormatText text) => text.Has(New + Pinner) || !text.Has(Pinner);

    private static bool IsPin(string value) =>
        value.StartsWith("sha256/", StringComparison.OrdinalIgnoreCase)
            || value.StartsWith("sha1/", StringComparison.OrdinalIgnoreCase);

    private static void ReadCall(FormatText text, CodeReader code, TextPlace place, bool building, OkHttpUnion calls)
    {
        var arguments = new List<(string Value, TextPlace Place)>();
        while (!code.IsSign(')'))
        {
            TextPlace start = code.Place;
            string? argument = ReadLiteral(code);
            if (argument is null || !(code.IsSign(',') || code.IsSign(')')))
            {
                if (building || arguments.Any(known => IsPin(known.Value)))
                    throw text.Error(code.Place, "only literal texts are read as arguments of add");
                // Somebody else's add; a pin in what follows is found by the caller.
                return;
            }

            arguments.Add((argument, start));
            code.Skip(',');
        }

        if (!building && !arguments.Any(known => IsPin(known.Value))) return;
        if (arguments.Count < 2) throw text.Error(place, "add needs a host and its pins");
        calls.Add(place, ReadHosts(text, arguments[0]), [.. arguments.Skip(1).Select(pin => ReadPin(text, pin))]);
    }

    /// <summary>A text, or several joined by <c>+</c>; null for anything else.</summary>
    private static string? ReadLiteral(CodeReader code)
    {
        var value = new StringBuilder();
        do
        {
            if (code.Kind != CodeTokenKind.Text) return null;
            value.Append(code.Value);
            code.Move();
        }
        while (code.Skip('+'));
        return value.ToString();
    }

    private static HostPattern ReadHosts(FormatText text, (string Value, TextPlace Place) argument)
    {
        try
        {
            HostPattern hosts = HostPattern.Parse(argument.Value);
            return hosts.Port is null ? hosts : throw text.Error(argument.Place, "OkHttp knows no ports");
        }
        catch (PinningException error) when (error.Fault.Target as string != text.Source)
        {
            throw text.Error(argument.Place, error.Fault);
        }
    }

    private static PinSetPin ReadPin(FormatText text, (string Value, TextPlace Place) argument) => IsPin(argument.Value)
        ? text.Pin(argument.Place, argument.Value)
            : throw text.Error(argument.Place, "a pin as sha256/BASE64= should stand here");
}
