using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;

namespace PinningTools;

/// <summary>Turns what was given as a certificate into certificate arguments, and leaves the rest to bind elsewhere.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CertificateTransformAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (CertificateArgument.TryFrom(inputData) is { } one) return new[] { one };
        object? plain = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        CertificateArgument?[] many = plain is IEnumerable list and (Array or IList or X509CertificateCollection)
            ? [.. list.Cast<object?>().Select(CertificateArgument.TryFrom)]
            : [null];
        // Thrown from here, a refusal would end the binding of the whole object: a file's, which has a path to bind.
        return many.Length == 0 || many.Contains(null) ? inputData : many;
    }
}
