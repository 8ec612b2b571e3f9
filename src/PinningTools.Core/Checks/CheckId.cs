using System;
using System.Security.Cryptography;
using System.Text;

namespace PinningTools.Internal;

/// <summary>Ids: the first digits of a SHA-256 hash over the given parts.</summary>
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

    /// <summary>The id of a run; no two runs share one.</summary>
    internal static string NewRun() => Guid.NewGuid().ToString("N").Substring(0, 8);
}
