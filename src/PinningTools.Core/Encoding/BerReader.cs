using System.IO;

namespace PinningTools.Internal;

/// <summary>
/// Reads the wrappers that programs write in BER: PKCS#7 and PKCS#12 with indefinite lengths and octet strings in
/// pieces (X.690 chapter 8). The wrapped content is returned unchanged. The reader never recurses; an indefinite length
/// costs one pass over its contents, so reading a fixed number of levels takes linear time.
/// </summary>
internal struct BerReader
{
    private const byte Constructed = 0x20;

    private readonly byte[] _data;
    private readonly int _end;
    private int _position;

    internal BerReader(byte[] data)
        : this(data, 0, data.Length)
    {
    }

    private BerReader(byte[] data, int start, int end)
    {
        _data = data;
        _position = start;
        _end = end;
    }

    internal readonly bool IsAtEnd => _position >= _end;

    internal readonly int Position => _position;

    /// <summary>The tag of the next element, or 0 at the end.</summary>
    internal readonly byte PeekTag() => IsAtEnd ? (byte)0 : _data[_position];

    internal static BerReader Open(DerElement element) => new(element.Data, element.ContentStart, element.End);

    /// <summary>
    /// The next element; with an indefinite length, it ends before its end marker and the reader continues after it.
    /// </summary>
    internal DerElement Read()
    {
        int start = _position;
        ElementHeader header = ReadHeader();
        bool isDefinite = header.Length != ElementHeader.Indefinite;
        int contentEnd = isDefinite ? _position + header.Length : FindEnd(start);
        if (isDefinite) _position = contentEnd;
        return new DerElement(_data, header.Tag, start, header.ContentStart, contentEnd);
    }

    internal DerElement Read(byte tag)
    {
        byte found = PeekTag();
        if (found != tag)
            throw Malformed(_position, $"expected tag 0x{tag:X2}, found {(IsAtEnd ? "the end" : $"0x{found:X2}")}");
        return Read();
    }

    /// <summary>The bytes of an octet string, in one piece or in several.</summary>
    internal byte[] ReadOctets() => OctetsOf(Read());

    /// <summary>The bytes of an element that stands for an octet string, under its own tag or another.</summary>
    internal static byte[] OctetsOf(DerElement element)
    {
        if ((element.Tag & Constructed) == 0) return element.ContentToArray();
        using var whole = new MemoryStream();
        BerReader pieces = Open(element);
        while (!pieces.IsAtEnd)
        {
            DerElement piece = pieces.Read(DerTag.OctetString);
            whole.Write(piece.Data, piece.ContentStart, piece.ContentLength);
        }

        return whole.ToArray();
    }

    /// <summary>
    /// Passes over elements until the end marker that closes the one begun at <paramref name="start"/>.
    /// </summary>
    private int FindEnd(int start)
    {
        int open = 1;
        while (true)
        {
            int at = _position;
            if (IsAtEnd) throw Malformed(start, "its end marker is missing");
            ElementHeader header = ReadHeader();
            if (header.Tag == 0)
            {
                if (header.Length != 0) throw Malformed(at, "an end marker has no contents");
                if (--open == 0) return at;
            }
            else if (header.Length == ElementHeader.Indefinite) open++;
            else _position += header.Length;
        }
    }

    private ElementHeader ReadHeader()
    {
        int start = _position;
        ElementHeader header = ElementHeader.Read(_data, start, _end);
        if (header.Length == ElementHeader.Indefinite && (header.Tag & Constructed) == 0)
            throw Malformed(start, "only a constructed element can have an indefinite length");
        if (!header.IsWhole(_end)) throw DerReader.CutOff(start, header, _end);
        _position = header.ContentStart;
        return header;
    }

    private static PinningException Malformed(int offset, string what) => new(Faults.MalformedDer(offset, what));
}
