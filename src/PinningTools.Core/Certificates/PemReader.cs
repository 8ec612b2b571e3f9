using System;
using System.Collections.Generic;
using System.IO;

namespace PinningTools.Internal;

/// <summary>
/// Reads the blocks of a PEM text one by one (RFC 7468), passing over whatever stands between them, as openssl writes
/// it. A block that is broken is reported as such and the next one is read.
/// </summary>
internal static class PemReader
{
    /// <summary>In characters of base64.</summary>
    private const int MaxBlock = 16 << 20;

    private const string Begin = "-----BEGIN ";
    private const string End = "-----END ";
    private const string Dashes = "-----";

    internal static IEnumerable<PemBlock> Read(TextReader text, string source)
    {
        var lines = new BoundedLineReader(text);
        char[] body = new char[4096];
        string? next = null;
        bool isP11Kit = false;
        while (next is not null || TryFindBegin(lines, ref isP11Kit, out next))
        {
            string label = next!;
            next = null;
            int line = lines.LineNumber;
            int length = 0;
            Fault? fault = null;
            bool ended = false;
            while (!ended && next is null && lines.TryRead(out ArraySegment<char> content))
            {
                if (IsBoundary(content, End, out string? endLabel)) ended = endLabel == label;
                else if (IsBoundary(content, Begin, out next)) break;
                else if (length == 0 && IsEncryptionHeader(content))
                    fault = Faults.PemKeyEncryptedOldStyle(source, line, label);
                else
                    fault ??= Append(content, ref body, ref length)
                        ? null
                        : Faults.PemBlockTooLarge(source, line, label, MaxBlock);
            }

            if (!ended) fault ??= Faults.PemTruncated(source, line, label);
            byte[]? data = fault is null ? TryDecode(body, length) : null;
            if (data is null) fault ??= Faults.PemBadBase64(source, line, label);
            yield return new PemBlock
            {
                Label = label,
                Line = line,
                IsP11KitObject = isP11Kit,
                Data = data ?? [],
                Fault = fault,
            };
        }
    }

    private static bool TryFindBegin(BoundedLineReader lines, ref bool isP11Kit, out string? label)
    {
        while (lines.TryRead(out ArraySegment<char> line))
        {
            if (IsBoundary(line, Begin, out label)) return true;
            isP11Kit |= IsP11KitHeader(line);
        }

        label = null;
        return false;
    }

    private static bool IsBoundary(ArraySegment<char> line, string start, out string? label)
    {
        label = null;
        if (line.Count < start.Length + Dashes.Length || line.Array![line.Offset] != '-') return false;
        string text = new string(line.Array, line.Offset, line.Count).TrimEnd();
        if (!text.StartsWith(start, StringComparison.Ordinal) || !text.EndsWith(Dashes, StringComparison.Ordinal))
            return false;
        label = text.Substring(start.Length, text.Length - start.Length - Dashes.Length);
        return true;
    }

    /// <summary>The line before each object of p11-kit's own format: [p11-kit-object-v1].</summary>
    private static bool IsP11KitHeader(ArraySegment<char> line) =>
        line.Count > 0 && (line.Array![line.Offset] is '[' or ' ' or '\t')
        && new string(line.Array!, line.Offset, Math.Min(line.Count, 64)).TrimStart()
            .StartsWith("[p11-kit-object", StringComparison.OrdinalIgnoreCase);

    /// <summary>Headers ended with RFC 7468, but OpenSSL wrote them for encrypted keys until its version 1.0.</summary>
    private static bool IsEncryptionHeader(ArraySegment<char> line) =>
        line.Count > 0 && line.Array![line.Offset] == 'P'
        && new string(line.Array, line.Offset, line.Count)
            .StartsWith("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal);

    private static bool Append(ArraySegment<char> content, ref char[] body, ref int length)
    {
        if (length + content.Count > MaxBlock) return false;
        if (length + content.Count > body.Length)
            Array.Resize(ref body, Math.Max(body.Length * 2, length + content.Count));
        Array.Copy(content.Array!, content.Offset, body, length, content.Count);
        length += content.Count;
        return true;
    }

    private static byte[]? TryDecode(char[] body, int length)
    {
        try
        {
            return Convert.FromBase64CharArray(body, 0, length);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
