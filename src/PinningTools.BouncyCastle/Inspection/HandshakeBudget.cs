using Org.BouncyCastle.Tls;

namespace PinningTools.Internal;

/// <summary>
/// How much a server may send in one handshake. The library takes warnings, requests for a new hello and tiny records
/// without end. A real handshake has a dozen messages.
/// </summary>
internal sealed class HandshakeBudget
{
    internal const int MaxBytes = 256 * 1024;
    internal const int MaxRecords = 1024;
    internal const int MaxMessages = 32;
    internal const int MaxOfOneKind = 8;

    private int _bytes;
    private int _records;
    private int _messages;
    private int _warnings;
    private int _cipherChanges;
    private int _helloRequests;
    private int _emptyRecords;

    internal void AddBytes(int count)
    {
        // So much is only reached by certificates: the other limits come first.
        if ((_bytes += count) > MaxBytes)
            throw new InspectionFailure(
                VerdictReason.ChainTooLong, $"the server sent more than {MaxBytes / 1024} KB in one handshake.");
    }

    internal void AddRecord(byte type, int length)
    {
        Check(++_records, MaxRecords, "records");
        if (length == 0) Check(++_emptyRecords, MaxOfOneKind, "empty records");
        if (type == ContentType.change_cipher_spec) Check(++_cipherChanges, MaxOfOneKind, "ChangeCipherSpecs");
    }

    internal void AddMessage(short type)
    {
        Check(++_messages, MaxMessages, "handshake messages");
        if (type == HandshakeType.hello_request) Check(++_helloRequests, MaxOfOneKind, "HelloRequests");
    }

    internal void AddWarning() => Check(++_warnings, MaxOfOneKind, "warnings");

    private static void Check(int count, int limit, string what)
    {
        if (count > limit)
            throw new InspectionFailure(
                VerdictReason.ProtocolViolation, $"the server sent more than {limit} {what} in one handshake.");
    }
}
