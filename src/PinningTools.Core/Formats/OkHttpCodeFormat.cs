using System.Collections.Generic;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// The calls that build OkHttp's CertificatePinner, in Java or Kotlin. Only string literals and constants of the same
/// text are read, because the code is not run; a call or a pin that is not understood is an error and never skipped.
/// </summary>
/// <param name="name">The name for -Format.</param>
/// <param name="before">The code before the builder.</param>
/// <param name="end">What ends the statement.</param>
internal sealed class OkHttpCodeFormat(string name, string before, string end)
    : ForeignFormat(name, SetParts.Hosts | SetParts.Addresses | SetParts.OneLabel | SetParts.AnyDepth)
{
    internal const string Pinner = "CertificatePinner";
    private const string New = "new ";

    private readonly string _before = before;

    internal static OkHttpCodeFormat Java { get; } = new("OkHttpJava", New, ";");

    internal static OkHttpCodeFormat Kotlin { get; } = new("OkHttpKotlin", "", "");

    public override bool Detect(FormatText text) => IsJava(text) == (_before.Length > 0)
        && (text.Has(Pinner) || (text.Has("add(") && (text.Has("\"sha256/") || text.Has("\"sha1/"))));

    protected override void Read(FormatText text, FormatImport import)
    {
        bool isKotlin = !IsJava(text);
        new OkHttpCalls(text, CodeConstants.Read(text, isKotlin), isKotlin).Read(import);
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
}
