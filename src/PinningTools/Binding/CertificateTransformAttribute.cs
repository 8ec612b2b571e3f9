using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;

namespace PinningTools.Internal;

/// <summary>
/// Converts a value that was given as a certificate to certificate arguments; refuses other values, which then bind to
/// another parameter.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class CertificateTransformAttribute : ArgumentTransformationAttribute
{
    internal const string Refusal =
        "Give a certificate as a certificate object, as PEM text, or as DER in base64 or bytes. Give a file as -Path.";

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
