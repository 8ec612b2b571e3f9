using System;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// A part of a list, such as 3/16. An endpoint belongs to the part that its key gives, so that all machines agree without
/// asking each other, and an endpoint stays in its part when others come and go.
/// </summary>
/// <param name="Number">The part, from 1.</param>
/// <param name="Count">The number of parts.</param>
internal sealed record CheckShard(int Number, int Count)
{
    internal const int MaxCount = 10_000;

    /// <exception cref="PinningException">The text is not a part.</exception>
    internal static CheckShard Parse(string text)
    {
        string[] parts = text.Split('/');
        if (parts.Length == 2 && TryNumber(parts[0], out int number) && TryNumber(parts[1], out int count)
            && number <= count && count <= MaxCount)
            return new CheckShard(number, count);
        throw new PinningException(Faults.PinCheckShardInvalid(text, MaxCount));
    }

    /// <summary>The part of an endpoint: the first four bytes of the SHA-256 hash of its key, modulo the number of parts.</summary>
    internal static int NumberOf(string key, int count)
    {
        byte[] data = Encoding.UTF8.GetBytes(key);
#if NET
        byte[] hash = SHA256.HashData(data);
#else
        using var sha256 = SHA256.Create();
        byte[] hash = sha256.ComputeHash(data);
#endif
        uint first = ((uint)hash[0] << 24) | ((uint)hash[1] << 16) | ((uint)hash[2] << 8) | hash[3];
        return (int)(first % (uint)count) + 1;
    }

    /// <summary>The key of an endpoint; a row that cannot be read has its number instead.</summary>
    internal static string KeyOf(string key, int? row) =>
        key.Length > 0 ? key : "row " + row?.ToString(CultureInfo.InvariantCulture);

    internal bool Has(CheckRow row) => NumberOf(KeyOf(row.Key, row.Number), Count) == Number;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Number}/{Count}");

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0;
}
