namespace PinningTools.Internal;

/// <summary>
/// Tag and length of an element (X.690 sections 8.1.2 and 8.1.3). What BER leaves open is told and not refused: each
/// reader says itself whether it takes an indefinite length or one that could be shorter.
/// </summary>
internal readonly struct ElementHeader
{
    /// <summary>Of <see cref="Length"/>, where the contents end with a marker.</summary>
    internal const int Indefinite = -1;

    private ElementHeader(byte tag, int length, int contentStart, bool isShortest)
    {
        Tag = tag;
        Length = length;
        ContentStart = contentStart;
        IsShortest = isShortest;
    }

    internal byte Tag { get; }

    /// <summary>What the contents are said to have; <see cref="IsWhole"/> knows whether they do.</summary>
    internal int Length { get; }

    internal int ContentStart { get; }

    /// <summary>Whether the length is written in as few bytes as it can be.</summary>
    internal bool IsShortest { get; }

    /// <summary>The header at a place; null where there is none, with the reason and where it was seen.</summary>
    internal static ElementHeader? TryRead(byte[] data, int start, int end, out (int Offset, string Why) flaw)
    {
        flaw = (start, "an element is missing");
        if (start >= end) return null;
        byte tag = data[start];
        flaw = (start, "tags of more than one byte are not supported");
        if ((tag & 0x1F) == 0x1F) return null;
        int position = start + 1;
        flaw = (position, "the length is missing");
        if (position >= end) return null;
        int first = data[position++];
        if (first == 0x80) return new ElementHeader(tag, Indefinite, position, isShortest: false);
        long length = first;
        bool isShortest = true;
        if (first > 0x80)
        {
            int count = first & 0x7F;
            flaw = (start + 1, "the length is cut off");
            if (count > end - position) return null;
            isShortest = data[position] != 0;
            flaw = (start + 1, "the length exceeds the limit");
            for (length = 0; count > 0 && length <= int.MaxValue; count--) length = (length << 8) | data[position++];
            if (length > int.MaxValue) return null;
            isShortest &= length >= 0x80;
        }

        return new ElementHeader(tag, (int)length, position, isShortest);
    }

    /// <summary>Whether the contents are there in full.</summary>
    internal bool IsWhole(int end) => Length <= end - ContentStart;

    /// <exception cref="PinningException">There is none.</exception>
    internal static ElementHeader Read(byte[] data, int start, int end) =>
        TryRead(data, start, end, out (int Offset, string Why) flaw)
            ?? throw new PinningException(Faults.MalformedDer(flaw.Offset, flaw.Why));
}
