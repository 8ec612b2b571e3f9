namespace PinningTools.Internal;

/// <summary>
/// Non-negative INTEGERs in their only DER encoding (X.690 sections 8.3.2 and 10): with two encodings one signature
/// could be written as two, and one key would have two pins.
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
