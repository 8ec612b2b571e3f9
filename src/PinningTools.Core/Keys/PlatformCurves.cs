using System;
using System.Numerics;
using System.Security.Cryptography;

namespace PinningTools.Internal;

/// <summary>
/// Computes multiples of the generators of named curves with the platform: .NET supports it for its curves; .NET
/// Framework and Mono do not.
/// </summary>
internal static class PlatformCurves
{
    /// <summary>
    /// The point, and the number of bytes of a field element; null if the platform does not support the curve, the
    /// number or the operation.
    /// </summary>
    internal static (BigInteger X, BigInteger Y, int FieldBytes)? Multiply(string curveOid, byte[] number)
    {
        try
        {
            using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.CreateFromValue(curveOid), D = number });
            ECPoint point = key.ExportParameters(includePrivateParameters: false).Q;
            return point is { X: { } x, Y: { } y }
                ? (BigNumbers.FromBigEndian(x), BigNumbers.FromBigEndian(y), x.Length)
                : null;
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException
            or NotSupportedException or NotImplementedException)
        {
            return null;
        }
    }
}
