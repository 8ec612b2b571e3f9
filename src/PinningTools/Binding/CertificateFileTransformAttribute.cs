using System;
using System.IO;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>
/// Accepts the path of a file where a certificate is expected. PowerShell would let the platform open it, which waits
/// forever for the writer of a pipe and resolves paths against the process's folder instead of PowerShell's location.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class CertificateFileTransformAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (PlainValue.Of(inputData) is not string { Length: > 0 } text)
            return inputData;
        string path;
        try
        {
            path = engineIntrinsics.SessionState.Path.GetUnresolvedProviderPathFromPSPath(text, out _, out _);
        }
        catch (RuntimeException)
        {
            // Not a path of PowerShell: the conversion reports what is wrong with it.
            return inputData;
        }

        if (RegularFile.WhyNot(path) is { } why)
            throw new ArgumentTransformationMetadataException(Faults.FileUnreadable(path, why).Message);
        return File.Exists(path) ? path : inputData;
    }

    /// <inheritdoc/>
    public override bool TransformNullOptionalParameters => false;
}
