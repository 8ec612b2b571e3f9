using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl;

namespace PinningTools.Internal;

/// <summary>
/// The protection of records by RC4 with a MAC (RFC 5246 section 6.2.3.1), which the library has no more: the only one of
/// appliances that are old enough. It hides nothing (RFC 7465); what it is for is to verify the Finished.
/// </summary>
internal sealed class Rc4Cipher : TlsCipher
{
    private const int KeyBytes = 16;

    private readonly Half _sent;
    private readonly Half _received;

    /// <param name="parameters">The handshake, which has its master secret.</param>
    /// <param name="clientMac">Computes the MACs of what the client sends.</param>
    /// <param name="serverMac">Computes those of what the server sends.</param>
    internal Rc4Cipher(TlsCryptoParameters parameters, TlsHmac clientMac, TlsHmac serverMac)
    {
        (int first, int second) = (clientMac.MacLength, serverMac.MacLength);
        byte[] keys = TlsImplUtilities.CalculateKeyBlock(parameters, first + second + (2 * KeyBytes));
        clientMac.SetKey(keys, 0, first);
        serverMac.SetKey(keys, first, second);
        _sent = new Half(new TlsSuiteHmac(parameters, clientMac), keys, first + second);
        _received = new Half(new TlsSuiteHmac(parameters, serverMac), keys, first + second + KeyBytes);
    }

    public bool UsesOpaqueRecordType => false;

    public int GetCiphertextDecodeLimit(int plaintextLimit) => plaintextLimit + _received.Mac.Size;

    public int GetCiphertextEncodeLimit(int plaintextLength, int plaintextLimit) => plaintextLength + _sent.Mac.Size;

    public int GetPlaintextLimit(int ciphertextLimit) => ciphertextLimit - _sent.Mac.Size;

    public TlsEncodeResult EncodePlaintext(
        long seqNo, short contentType, ProtocolVersion recordVersion, int headerAllocation, byte[] plaintext, int offset, int len)
    {
        byte[] mac = _sent.Mac.CalculateMac(seqNo, contentType, plaintext, offset, len);
        byte[] record = new byte[headerAllocation + len + mac.Length];
        _sent.Engine.ProcessBytes(plaintext, offset, len, record, headerAllocation);
        _sent.Engine.ProcessBytes(mac, 0, mac.Length, record, headerAllocation + len);
        return new TlsEncodeResult(record, 0, record.Length, contentType);
    }

    /// <exception cref="TlsFatalAlert">The record is too short, or its MAC does not verify.</exception>
    public TlsDecodeResult DecodeCiphertext(
        long seqNo, short recordType, ProtocolVersion recordVersion, byte[] ciphertext, int offset, int len)
    {
        int length = len - _received.Mac.Size;
        if (length < 0) throw new TlsFatalAlert(AlertDescription.decode_error);
        byte[] plain = new byte[len];
        _received.Engine.ProcessBytes(ciphertext, offset, len, plain, 0);
        byte[] mac = _received.Mac.CalculateMac(seqNo, recordType, plain, 0, length);
        if (!Bytes.Same(mac, Bytes.Slice(plain, length, mac.Length)))
            throw new TlsFatalAlert(AlertDescription.bad_record_mac);
        return new TlsDecodeResult(plain, 0, length, recordType);
    }

    /// <summary>TLS 1.3 alone has new keys in a connection.</summary>
    public void RekeyDecoder() => throw new TlsFatalAlert(AlertDescription.internal_error);

    /// <inheritdoc cref="RekeyDecoder"/>
    public void RekeyEncoder() => throw new TlsFatalAlert(AlertDescription.internal_error);

    /// <summary>One direction, with the stream of its key.</summary>
    private sealed class Half
    {
        internal Half(TlsSuiteHmac mac, byte[] keys, int at)
        {
            Mac = mac;
            Engine.Init(true, new KeyParameter(keys, at, KeyBytes));
        }

        internal TlsSuiteHmac Mac { get; }

        internal RC4Engine Engine { get; } = new();
    }
}
