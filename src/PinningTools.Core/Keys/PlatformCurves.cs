using System;
using System.Security.Cryptography;

namespace PinningTools.Internal;

/// <summary>
/// The points of private numbers on named curves, by the platform: .NET supports it for its curves; .NET Framework and
/// Mono do not.
/// </summary>
internal static class PlatformCurves
{
    /// <summary>
    /// The point in its uncompressed form; null if the platform does not support the curve, the number or the operation.
    /// </summary>
    internal static byte[]? PointOf(string curveOid, byte[] number)
    {
        try
        {
            using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.CreateFromValue(curveOid), D = number });
            ECPoint point = key.ExportParameters(includePrivateParameters: false).Q;
            return point is { X: { } x, Y: { } y } ? [4, .. x, .. y] : null;
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException
            or NotSupportedException or NotImplementedException)
        {
            return null;
        }
    }
}
