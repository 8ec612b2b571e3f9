using System;

namespace PinningTools.Internal;

/// <summary>Cuts what arrives into records (RFC 8446 section 5.1): one byte at a time costs no work beyond its copy.</summary>
internal sealed class RecordBuffer
{
    internal const int HeaderBytes = 5;

    private const int MaxRecordBytes = HeaderBytes + (1 << 14) + 2048;
    private const byte Alert = 21;
    private const byte Handshake = 22;
    private const byte MajorVersion = 3;

    private readonly byte[] _bytes = new byte[MaxRecordBytes];
    private int _start;
    private int _end;
    private bool _hasBegun;

    /// <summary>Where the next bytes are to be read to; never empty when there is no whole record.</summary>
    internal ArraySegment<byte> Free
    {
        get
        {
            if (_start > 0) Buffer.BlockCopy(_bytes, _start, _bytes, 0, _end - _start);
            (_start, _end) = (0, _end - _start);
            return new ArraySegment<byte>(_bytes, _end, _bytes.Length - _end);
        }
    }

    /// <exception cref="InspectionFailure">It is not TLS.</exception>
    internal bool HasRecord
    {
        get
        {
            int count = _end - _start;
            if (!_hasBegun) CheckBeginning(count);
            if (count < HeaderBytes) return false;
            int length = Length;
            return length <= MaxRecordBytes
                ? count >= length
                : throw new InspectionFailure(
                    VerdictReason.ProtocolViolation, "the server sent something that is not TLS in the middle of it.");
        }
    }

    private int Length => HeaderBytes + ((_bytes[_start + 3] << 8) | _bytes[_start + 4]);

    internal void Add(int count) => _end += count;

    internal byte[] TakeRecord()
    {
        byte[] record = new byte[Length];
        Buffer.BlockCopy(_bytes, _start, record, 0, record.Length);
        _start += record.Length;
        _hasBegun = true;
        return record;
    }

    private void CheckBeginning(int count)
    {
        bool isTls = count == 0 || _bytes[_start] is Alert or Handshake;
        if (count > 1) isTls &= _bytes[_start + 1] == MajorVersion;
        if (!isTls) throw new InspectionFailure(VerdictReason.NotTls, "the server does not speak TLS on this port.");
    }
}
