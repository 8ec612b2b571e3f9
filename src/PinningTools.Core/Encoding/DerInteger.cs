namespace PinningTools.Internal;

/// <summary>
/// INTEGERs that are not negative, in the one form DER has for each (X.690 sections 8.3.2 and 10): two forms would be
/// two signatures of one, or two pins of one key.
/// </summary>
internal static class DerInteger
{
    /// <summary>The number in big-endian bytes without leading zeros; of zero, none.</summary>
    /// <exception cref="PinningException">It is negative, or has zeros in front that it does not need.</exception>
    internal static byte[] ReadUnsigned(DerElement integer)
    {
        byte[] content = integer.ContentToArray();
        if (content.Length == 0) throw Malformed(integer, "an integer is empty");
        if (content[0] >= 0x80) throw Malformed(integer, "an integer is negative where that is not allowed");
        if (content[0] != 0) return content;
        if (content.Length > 1 && content[1] < 0x80) throw Malformed(integer, "an integer is not in its shortest form");
        byte[] magnitude = new byte[content.Length - 1];
        System.Buffer.BlockCopy(content, 1, magnitude, 0, magnitude.Length);
        return magnitude;
    }

    private static PinningException Malformed(DerElement integer, string what) =>
        new(Faults.MalformedDer(integer.Start, what));
}
