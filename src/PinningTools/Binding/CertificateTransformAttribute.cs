using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;

namespace PinningTools.Internal;

/// <summary>
/// Turns what was given as a certificate into certificate arguments; refuses the rest, which then binds elsewhere.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class CertificateTransformAttribute : ArgumentTransformationAttribute
{
    private const string Refusal =
        "A certificate is given as a certificate object, PEM text, the base64 or the bytes of DER; a file as -Path.";

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (CertificateArgument.TryFrom(inputData) is { } one) return new[] { one };
        object? plain = PlainValue.Of(inputData);
        if (plain is X509Chain chain) plain = chain.ChainElements;
        CertificateArgument?[] many =
            plain is IEnumerable list and (Array or IList or X509CertificateCollection or X509ChainElementCollection)
            ? [.. PemLines.Join(list.Cast<object?>(), _ => false).Select(CertificateArgument.TryFrom)]
            : [null];
        // The cast's exception inside tells the engine to try the object's properties, as those of a file, before it
        // gives up.
        return many.Length > 0 && !many.Contains(null) ? many
            : throw new ArgumentTransformationMetadataException(Refusal, new PSInvalidCastException(Refusal));
    }
}
