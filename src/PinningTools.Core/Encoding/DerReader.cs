namespace PinningTools.Internal;

/// <summary>
/// Reads DER elements one after another inside fixed bounds (X.690 chapter 10). It is strict wherever leniency would
/// let two parsers see different things: only definite, minimal lengths are accepted. It never allocates memory by a
/// length in the data, never recurses, and every refusal is a MalformedDer fault with the offset.
/// </summary>
internal struct DerReader
{
    private readonly byte[] _data;
    private readonly int _end;
    private int _position;

    internal DerReader(byte[] data)
        : this(data, 0, data.Length)
    {
    }

    internal DerReader(byte[] data, int start, int end)
    {
        _data = data;
        _position = start;
        _end = end;
    }

    internal readonly bool IsAtEnd => _position >= _end;

    internal readonly int Position => _position;

    /// <summary>The tag of the next element, or 0 at the end.</summary>
    internal readonly byte PeekTag() => IsAtEnd ? (byte)0 : _data[_position];

    internal DerElement Read()
    {
        int start = _position;
        if (IsAtEnd) throw Malformed(start, "an element is missing");
        byte tag = _data[_position++];
        if ((tag & 0x1F) == 0x1F) throw Malformed(start, "tags of more than one byte are not supported");
        int length = ReadLength();
        if (length > _end - _position)
            throw Malformed(start, $"the element claims {length} bytes, but {_end - _position} are left");
        int contentStart = _position;
        _position += length;
        return new DerElement(_data, tag, start, contentStart, _position);
    }

    internal DerElement Read(byte tag)
    {
        byte found = PeekTag();
        if (found != tag)
            throw Malformed(_position, $"expected tag 0x{tag:X2}, found {(IsAtEnd ? "the end" : $"0x{found:X2}")}");
        return Read();
    }

    internal bool TryRead(byte tag, out DerElement element)
    {
        bool present = !IsAtEnd && PeekTag() == tag;
        element = present ? Read() : default;
        return present;
    }

    /// <summary>Refuses bytes that are left over.</summary>
    internal readonly void ExpectEnd()
    {
        if (!IsAtEnd) throw Malformed(_position, $"{_end - _position} unexpected bytes follow the end of the data");
    }

    private int ReadLength()
    {
        int start = _position;
        if (IsAtEnd) throw Malformed(start, "the length is missing");
        int first = _data[_position++];
        if (first < 0x80) return first;
        int count = first & 0x7F;
        if (count == 0) throw Malformed(start, "an indefinite length is not DER");
        if (count > 4) throw Malformed(start, $"a length of {count} bytes exceeds the limit");
        if (count > _end - _position) throw Malformed(start, "the length is cut off");
        long length = 0;
        for (int i = 0; i < count; i++) length = (length << 8) | _data[_position++];
        if (length < 0x80 || length >> (8 * (count - 1)) == 0)
            throw Malformed(start, "the length is not in its shortest form");
        if (length > int.MaxValue) throw Malformed(start, $"a length of {length} bytes exceeds the limit");
        return (int)length;
    }

    private static PinningException Malformed(int offset, string what) => new(Faults.MalformedDer(offset, what));
}
