using System;
using System.Collections.Generic;
using System.IO;

namespace PinningTools.Internal;

/// <summary>
/// Reads the blocks of a PEM text one by one (RFC 7468), skipping the text between them, as openssl writes it. A broken
/// block is reported, and the next one is read.
/// </summary>
internal static class PemReader
{
    /// <summary>In characters of base64.</summary>
    private const int MaxBlock = 16 << 20;

    internal static IEnumerable<PemBlock> Read(TextReader text, string source)
    {
        var scanner = new PemScanner(text);
        var body = new Body();
        PemMark? open = null;
        int line = 0;
        bool isP11Kit = false;
        while (scanner.Read())
        {
            if (scanner.Mark is not { } mark)
            {
                if (open is not null) body.Add(scanner.Text, scanner.EndsLine);
                else isP11Kit |= IsP11KitHeader(scanner.Text);
                continue;
            }

            if (open is not null) yield return Close(open.Label, line, body, source, !mark.IsBegin, isP11Kit);
            open = mark.IsBegin ? mark : null;
            line = scanner.Line;
            body.Clear();
        }

        if (open is not null) yield return Close(open.Label, line, body, source, ended: false, isP11Kit);
    }

    private static PemBlock Close(string label, int line, Body body, string source, bool ended, bool isP11Kit)
    {
        string? encryption = null;
        byte[]? data = body.IsTooLarge ? null : PemBody.Decode(body.Text, body.Length, out encryption);
        Fault? fault = body.IsTooLarge ? Faults.PemBlockTooLarge(source, line, label, MaxBlock)
            : !ended && (encryption is not null || !IsWhole(data)) ? Faults.PemTruncated(source, line, label)
            : data is null ? Faults.PemBadBase64(source, line, label, PemBody.Describe(body.Text, body.Length))
            : null;
        return new PemBlock
        {
            Label = label,
            Line = line,
            IsP11KitObject = isP11Kit,
            Data = fault is null ? data! : [],
            Fault = fault,
            Encryption = encryption,
        };
    }

    /// <summary>Whether nothing but the END line is missing.</summary>
    private static bool IsWhole(byte[]? data)
    {
        if (data is null) return false;
        try
        {
            var value = new DerReader(data);
            value.Read(DerTag.Sequence);
            return value.IsAtEnd;
        }
        catch (PinningException)
        {
            return false;
        }
    }

    /// <summary>The line before each object of p11-kit's own format: [p11-kit-object-v1].</summary>
    private static bool IsP11KitHeader(ArraySegment<char> text) =>
        text.Count > 0 && new string(text.Array!, text.Offset, Math.Min(text.Count, 64)).TrimStart()
            .StartsWith("[p11-kit-object", StringComparison.OrdinalIgnoreCase);

    /// <summary>One buffer for all blocks of a text.</summary>
    private sealed class Body
    {
        internal char[] Text { get; private set; } = new char[4096];

        internal int Length { get; private set; }

        internal bool IsTooLarge { get; private set; }

        internal void Clear()
        {
            Length = 0;
            IsTooLarge = false;
        }

        internal void Add(ArraySegment<char> part, bool endsLine)
        {
            int length = Length + part.Count + 1;
            IsTooLarge |= length > MaxBlock;
            if (IsTooLarge) return;
            if (length > Text.Length)
            {
                char[] larger = new char[Math.Max(Text.Length * 2, length)];
                Array.Copy(Text, larger, Length);
                Text = larger;
            }

            Array.Copy(part.Array!, part.Offset, Text, Length, part.Count);
            Length += part.Count;
            if (endsLine) Text[Length++] = '\n';
        }
    }
}

/// <summary>One armoured block of a PEM text (RFC 7468): its label and bytes, or why it could not be read.</summary>
internal sealed class PemBlock
{
    internal required string Label { get; init; }

    /// <summary>The line of its BEGIN, from 1.</summary>
    internal required int Line { get; init; }

    /// <summary>Whether the block is in a file of p11-kit, where the lines before it limit the trust.</summary>
    internal bool IsP11KitObject { get; init; }

    internal byte[] Data { get; init; } = [];

    internal Fault? Fault { get; init; }

    /// <summary>
    /// How the data is encrypted if the headers of the block say that it is: the value of DEK-Info (RFC 1421 section
    /// 4.6.1.3).
    /// </summary>
    internal string? Encryption { get; init; }
}
