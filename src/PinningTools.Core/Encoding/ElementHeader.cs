namespace PinningTools.Internal;

/// <summary>
/// Tag and length of an element (X.690 sections 8.1.2 and 8.1.3). The choices that BER allows are reported, not refused:
/// each reader decides whether it accepts an indefinite length or one that could be shorter.
/// </summary>
internal readonly struct ElementHeader
{
    /// <summary>The value of <see cref="Length"/> if the contents end with a marker.</summary>
    internal const int Indefinite = -1;

    private ElementHeader(byte tag, int length, int contentStart, bool isShortest)
    {
        Tag = tag;
        Length = length;
        ContentStart = contentStart;
        IsShortest = isShortest;
    }

    internal byte Tag { get; }

    /// <summary>The declared length of the contents; <see cref="IsWhole"/> checks it.</summary>
    internal int Length { get; }

    internal int ContentStart { get; }

    /// <summary>Whether the length is written in as few bytes as possible.</summary>
    internal bool IsShortest { get; }

    /// <summary>The header at a position; null if there is none, with the reason and its offset.</summary>
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

    /// <summary>Whether the contents are complete.</summary>
    internal bool IsWhole(int end) => Length <= end - ContentStart;

    /// <exception cref="PinningException">There is no header.</exception>
    internal static ElementHeader Read(byte[] data, int start, int end) =>
        TryRead(data, start, end, out (int Offset, string Why) flaw)
            ?? throw new PinningException(Faults.MalformedDer(flaw.Offset, flaw.Why));
}
