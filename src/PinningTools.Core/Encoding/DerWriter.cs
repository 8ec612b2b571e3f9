using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>Writes DER (X.690 chapter 10): each method returns one complete element.</summary>
internal static class DerWriter
{
    internal static byte[] Sequence(params byte[][] elements) => Element(DerTag.Sequence, elements);

    internal static byte[] Set(params byte[][] elements) => Element(DerTag.Set, elements);

    /// <summary>An explicit tag such as [0] around other elements.</summary>
    internal static byte[] Tagged(int number, params byte[][] elements) =>
        Element(DerTag.ContextConstructed(number), elements);

    internal static byte[] Null() => [DerTag.Null, 0];

    internal static byte[] OctetString(byte[] content) => Element(DerTag.OctetString, content);

    /// <summary>A BIT STRING of whole octets.</summary>
    internal static byte[] BitString(byte[] content) => Element(DerTag.BitString, [0], content);

    internal static byte[] Utf8String(string text) => Element(DerTag.Utf8String, Encoding.UTF8.GetBytes(text));

    internal static byte[] Integer(int value) =>
        Integer([(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value]);

    /// <summary>A number that is not negative, from big-endian bytes with or without leading zeros.</summary>
    internal static byte[] Integer(byte[] magnitude)
    {
        int zeros = 0;
        while (zeros < magnitude.Length - 1 && magnitude[zeros] == 0) zeros++;
        byte[] digits = magnitude.Skip(zeros).ToArray();
        return digits.Length > 0 && digits[0] < 0x80
            ? Element(DerTag.Integer, digits)
            : Element(DerTag.Integer, [0], digits);
    }

    internal static byte[] Oid(string dotted)
    {
        long[] arcs = [.. dotted.Split('.').Select(long.Parse)];
        var content = new List<byte>();
        foreach (long arc in arcs.Skip(2).Prepend((arcs[0] * 40) + arcs[1]))
        {
            int septets = 1;
            while (arc >> (7 * septets) != 0) septets++;
            while (--septets >= 0) content.Add((byte)(((arc >> (7 * septets)) & 0x7F) | (septets > 0 ? 0x80u : 0)));
        }

        return Element(DerTag.ObjectIdentifier, content.ToArray());
    }

    /// <summary>A tag, the length of all parts, and the parts.</summary>
    internal static byte[] Element(byte tag, params byte[][] parts)
    {
        int length = parts.Sum(part => part.Length);
        int lengthBytes = length < 0x80 ? 0 : length < 0x100 ? 1 : length < 0x10000 ? 2 : length < 0x1000000 ? 3 : 4;
        byte[] element = new byte[2 + lengthBytes + length];
        element[0] = tag;
        element[1] = (byte)(lengthBytes == 0 ? length : 0x80 | lengthBytes);
        for (int i = 0; i < lengthBytes; i++) element[2 + i] = (byte)(length >> (8 * (lengthBytes - 1 - i)));
        int position = 2 + lengthBytes;
        foreach (byte[] part in parts)
        {
            Buffer.BlockCopy(part, 0, element, position, part.Length);
            position += part.Length;
        }

        return element;
    }
}
