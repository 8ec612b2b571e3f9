// The room Encoding: DER, BER and PEM as bytes. It knows the structure, not the meaning.
// - Certificates and keys are read strictly: one encoding for each value, because two parsers could otherwise see
//   different things. BER is read only in the wrappers that programs write around them, and in LDAP.
// - An element is a window into the given bytes. What is pinned or hashed is a slice of them and is never encoded
//   again.
// - Readers do not recurse and allocate nothing by a length in the data. Every refusal has its offset.
// - PEM is found as people have it: in mail, in YAML, with any line ends. Between the marks there is base64, or it is
//   refused.

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
        ElementHeader header = ElementHeader.Read(_data, start, _end);
        if (header.Length == ElementHeader.Indefinite)
            throw Malformed(start + 1, "an indefinite length is not DER");
        if (!header.IsShortest) throw Malformed(start + 1, "the length is not in its shortest form");
        if (!header.IsWhole(_end)) throw CutOff(start, header, _end);
        _position = header.ContentStart + header.Length;
        return new DerElement(_data, header.Tag, start, header.ContentStart, _position);
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

    internal static PinningException CutOff(int start, ElementHeader header, int end) =>
        Malformed(start, $"the element claims {header.Length} bytes, but {end - header.ContentStart} are left");

    private static PinningException Malformed(int offset, string what) => new(Faults.MalformedDer(offset, what));
}
