using System;
using System.IO;

namespace PinningTools.Internal;

/// <summary>
/// A body in memory. The announced length is trusted more, the more data has arrived: a large body is then stored once,
/// without the reallocations of a growing stream, and a false length costs little.
/// </summary>
internal sealed class BodyStream(int announced) : MemoryStream(Math.Min(announced, AlwaysBelieved))
{
    private const int AlwaysBelieved = 4 * 1024 * 1024;
    private const int Trust = 32;

    public override void Write(byte[] buffer, int offset, int count)
    {
        long needed = Position + count;
        if (needed > Capacity && needed <= announced) Capacity = (int)Math.Min(announced, needed * Trust);
        base.Write(buffer, offset, count);
    }
}
