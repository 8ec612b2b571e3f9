using System;
using System.Security.Cryptography;
using System.Text;

namespace PinningTools.Internal;

/// <summary>Numbers of things: the first digits of a SHA-256 over their parts.</summary>
internal static class CheckId
{
    internal static string Of(int digits, params string[] parts)
    {
        byte[] data = Encoding.UTF8.GetBytes(string.Join("\0", parts));
#if NET
        byte[] hash = SHA256.HashData(data);
#else
        using var sha256 = SHA256.Create();
        byte[] hash = sha256.ComputeHash(data);
#endif
        return Hex.ToLower(hash).Substring(0, digits);
    }

    /// <summary>The number of a run, which no two runs share.</summary>
    internal static string NewRun() => Guid.NewGuid().ToString("N").Substring(0, 8);
}
