using System;
using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>
/// urllib3's <c>assert_fingerprint</c>, which is the hash of the certificate. It is known here in order to be refused.
/// </summary>
internal sealed class Urllib3Format() : ForeignFormat("Urllib3", SetParts.None)
{
    private const string Argument = "assert_fingerprint";

    public override bool CanWrite => false;

    public override bool Detect(FormatText text) => text.Has(Argument);

    protected override void Read(FormatText text, FormatImport import) =>
        throw text.CertificateHash(TextPlace.At(Math.Max(0, text.Content.IndexOf(Argument, StringComparison.Ordinal))),
            $"urllib3's {Argument}");

    protected override FormatWriting Write(
        IReadOnlyList<PinSet> sets, List<string> losses, ExportOptions options) =>
        throw new PinningException(Faults.FormatNotWritable(Name));
}
