using System;

namespace PinningTools.Internal;

/// <summary>The packets of TDS: MS-TDS section 2.2.3.</summary>
internal static class TdsPacket
{
    internal const byte PreLogin = 0x12;
    internal const byte Response = 0x04;
    internal const int HeaderLength = 8;

    /// <summary>The size of a packet before another one is agreed on (MS-TDS section 2.2.6.4).</summary>
    internal const int MaxLength = 4096;

    private const byte EndOfMessage = 1;

    internal static byte[] Make(byte type, byte[] data, int offset, int count, bool isLast)
    {
        int length = HeaderLength + count;
        byte[] packet = new byte[length];
        packet[0] = type;
        packet[1] = isLast ? EndOfMessage : (byte)0;
        packet[2] = (byte)(length >> 8);
        packet[3] = (byte)length;
        Buffer.BlockCopy(data, offset, packet, HeaderLength, count);
        return packet;
    }

    internal static bool IsLast(byte[] header) => (header[1] & EndOfMessage) != 0;

    /// <summary>How many bytes follow a header; negative if it is not a valid header.</summary>
    internal static int ContentLength(byte[] header) => ((header[2] << 8) | header[3]) - HeaderLength;
}
