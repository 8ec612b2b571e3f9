using Org.BouncyCastle.Tls;

namespace PinningTools.Internal;

/// <summary>
/// How much a server may send in one handshake, which has a dozen messages. The library takes warnings, requests for a
/// new hello, ChangeCipherSpecs of TLS 1.3 and tiny records without end; empty records it refuses itself.
/// </summary>
internal sealed class HandshakeBudget
{
    internal const int MaxBytes = 256 * 1024;

    private const int MaxRecords = 1024;
    private const int MaxMessages = 32;
    private const int MaxWarnings = 8;
    private const int MaxCipherChanges = 8;

    private int _bytes;
    private int _records;
    private int _messages;
    private int _warnings;
    private int _cipherChanges;

    internal void AddBytes(int count)
    {
        // So much is only reached by certificates: the other limits come first.
        if ((_bytes += count) > MaxBytes)
            throw new InspectionFailure(
                VerdictReason.ChainTooLong, $"the server sent more than {MaxBytes / 1024} KB in one handshake.");
    }

    internal void AddRecord(byte type)
    {
        Check(++_records, MaxRecords, "records");
        if (type == ContentType.change_cipher_spec) Check(++_cipherChanges, MaxCipherChanges, "ChangeCipherSpecs");
    }

    internal void AddMessage() => Check(++_messages, MaxMessages, "handshake messages");

    internal void AddWarning() => Check(++_warnings, MaxWarnings, "warnings");

    private static void Check(int count, int limit, string what)
    {
        if (count > limit)
            throw new InspectionFailure(
                VerdictReason.ProtocolViolation, $"the server sent more than {limit} {what} in one handshake.");
    }
}
