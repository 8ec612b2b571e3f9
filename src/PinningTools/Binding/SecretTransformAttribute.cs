using System.Management.Automation;
using System.Net;

namespace PinningTools.Internal;

/// <summary>
/// Takes a string for a SecureString. The engine's own error would repeat the string, which is the secret.
/// </summary>
internal sealed class SecretTransformAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => PlainValue.Of(inputData) switch
    {
        string text => new NetworkCredential("", text).SecurePassword,
        PSCredential credential => credential.Password,
        _ => inputData,
    };
}
