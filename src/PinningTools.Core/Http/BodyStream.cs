using System;
using System.IO;

namespace PinningTools.Internal;

/// <summary>
/// A body in memory. What the server says of its length is believed the more of it, the more has come: a large body is
/// then held once, without the steps of a stream that doubles, and a lie costs little.
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
