using System.IO;

namespace PinningTools.Internal;

/// <summary>
/// Reads the wrappers that programs write in BER: PKCS#7 and PKCS#12 with indefinite lengths and octet strings in
/// pieces (X.690 chapter 8). The wrapped content is returned unchanged. The reader never recurses; an indefinite length
/// costs one pass over its contents, so reading a fixed number of levels takes linear time.
/// </summary>
internal struct BerReader
{
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
        byte tag = ReadHeader(out int length);
        int contentStart = _position;
        int contentEnd = length >= 0 ? _position + length : FindEnd(start);
        if (length >= 0) _position = contentEnd;
        return new DerElement(_data, tag, start, contentStart, contentEnd);
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
        const byte Constructed = 0x20;
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
            byte tag = ReadHeader(out int length);
            if (tag == 0)
            {
                if (length != 0) throw Malformed(at, "an end marker has no contents");
                if (--open == 0) return at;
            }
            else if (length < 0) open++;
            else _position += length;
        }
    }

    /// <summary>A tag and a length, -1 for an indefinite one.</summary>
    private byte ReadHeader(out int length)
    {
        int start = _position;
        if (_end - _position < 2) throw Malformed(start, "an element is missing");
        byte tag = _data[_position++];
        if ((tag & 0x1F) == 0x1F) throw Malformed(start, "tags of more than one byte are not supported");
        int first = _data[_position++];
        length = first;
        if (first < 0x80) return CheckLength(tag, length, start);
        if (first == 0x80)
        {
            if ((tag & 0x20) == 0) throw Malformed(start, "only a constructed element can have an indefinite length");
            length = -1;
            return tag;
        }

        int count = first & 0x7F;
        if (count > _end - _position) throw Malformed(start, "the length is cut off");
        long value = 0;
        for (int i = 0; i < count; i++)
        {
            value = (value << 8) | _data[_position++];
            if (value > int.MaxValue) throw Malformed(start, "the length exceeds the limit");
        }

        length = (int)value;
        return CheckLength(tag, length, start);
    }

    private readonly byte CheckLength(byte tag, int length, int start) => length <= _end - _position
        ? tag
        : throw Malformed(start, $"the element claims {length} bytes, but {_end - _position} are left");

    private static PinningException Malformed(int offset, string what) => new(Faults.MalformedDer(offset, what));
}
