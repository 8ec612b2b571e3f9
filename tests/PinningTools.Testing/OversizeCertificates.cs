using System.Threading.Tasks;

namespace PinningTools.Testing;

/// <summary>
/// The beginning of a TLS 1.2 handshake whose Certificate message announces ten megabytes and keeps the promise as long
/// as the client listens. All of it is in plaintext, so that no key is needed.
/// </summary>
public sealed class OversizeCertificates
{
    /// <summary>How large the message is.</summary>
    public const int Size = 10 * 1024 * 1024;

    private const int RecordSize = 16 * 1024;
    private const byte HandshakeRecord = 22;
    private const byte ServerHelloMessage = 2;
    private const byte CertificateMessage = 11;

    /// <summary>How much of the message could be sent.</summary>
    public int Sent { get; private set; }

    /// <summary>Plays the server's part: the script of a <see cref="ScriptedServer"/>.</summary>
    public async Task SendAsync(ScriptedPeer peer)
    {
        _ = await peer.Stream.ReadAsync(new byte[RecordSize]).ConfigureAwait(false);
        await peer.SendAsync(Record(ServerHello())).ConfigureAwait(false);
        byte[] start = [CertificateMessage, .. UInt24(Size), .. UInt24(Size - 3), .. UInt24(Size - 6)];
        await peer.SendAsync(Record([.. start, .. new byte[RecordSize - start.Length]])).ConfigureAwait(false);
        byte[] more = Record(new byte[RecordSize]);
        for (Sent = RecordSize; Sent < Size; Sent += RecordSize) await peer.SendAsync(more).ConfigureAwait(false);
    }

    /// <summary>TLS 1.2, ECDHE-ECDSA with AES-128-GCM, and secure renegotiation, which OpenSSL 3 insists on.</summary>
    private static byte[] ServerHello()
    {
        byte[] body = [3, 3, .. new byte[32], 0, 0xC0, 0x2B, 0, 0, 5, 0xFF, 1, 0, 1, 0];
        return [ServerHelloMessage, .. UInt24(body.Length), .. body];
    }

    private static byte[] Record(byte[] content) =>
        [HandshakeRecord, 3, 3, (byte)(content.Length >> 8), (byte)content.Length, .. content];

    private static byte[] UInt24(int value) => [(byte)(value >> 16), (byte)(value >> 8), (byte)value];
}
