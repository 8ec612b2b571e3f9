using System.Collections.Generic;
using PinningTools.Internal;

namespace PinningTools.Tests.Certificates;

/// <summary>
/// Rewrites DER the long way: every constructed element above the certificates with an indefinite length.
/// </summary>
internal static class Ber
{
    /// <param name="der">One DER value.</param>
    /// <param name="depth">How many levels to rewrite; below, the bytes stay as they are.</param>
    internal static byte[] Indefinite(byte[] der, int depth = 4)
    {
        DerElement element = new DerReader(der).Read();
        if (depth == 0 || (element.Tag & 0x20) == 0) return der;
        var rewritten = new List<byte> { element.Tag, 0x80 };
        DerReader inner = element.Open();
        while (!inner.IsAtEnd) rewritten.AddRange(Indefinite(inner.Read().ToArray(), depth - 1));
        rewritten.AddRange([0, 0]);
        return [.. rewritten];
    }
}
