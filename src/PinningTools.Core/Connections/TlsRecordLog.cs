using System;

namespace PinningTools.Internal;

/// <summary>
/// What one direction of a connection shows of TLS in plaintext (RFC 8446 section 5.1, RFC 5246 section 6.2.1): the
/// form of its records, and the alerts and handshake messages before encryption begins. It decides nothing and changes
/// nothing; encrypted content remains unknown.
/// </summary>
internal sealed class TlsRecordLog
{
    internal const byte CertificateMessage = 11;

    private const byte ChangeCipherSpec = 20;
    private const byte Alert = 21;
    private const byte Handshake = 22;
    private const byte ApplicationData = 23;
    private const byte Heartbeat = 24;
    private const byte ServerHello = 2;
    private const byte ServerKeyExchange = 12;
    private const byte CertificateRequest = 13;
    private const byte MajorVersion = 3;
    private const int HeaderLength = 5;
    private const int MessageHeaderLength = 4;
    private const int VersionLength = 2;

    /// <summary>An alert in plaintext; an encrypted one is longer (RFC 5246 section 7.2).</summary>
    private const int AlertLength = 2;

    /// <summary>The largest record of any version (RFC 5246 section 6.2.3).</summary>
    private const int MaxLength = (1 << 14) + 2048;

    private readonly byte[] _header = new byte[HeaderLength];
    private readonly byte[] _message = new byte[MessageHeaderLength + VersionLength];
    private int _encryptedHandshakes;
    private int _headerFilled;
    private int _messageFilled;
    private int _left;
    private int _length;
    private int _level;

    /// <summary>
    /// Whether the data does not begin like TLS: a peer's first record is a handshake record or an alert.
    /// </summary>
    internal bool IsForeign { get; private set; }

    /// <summary>Whether nothing was sent in this direction.</summary>
    internal bool IsEmpty { get; private set; } = true;

    /// <summary>Whether it began as TLS and then contained something that is not a record.</summary>
    internal bool IsBroken { get; private set; }

    /// <summary>
    /// The number of the fatal alert in plaintext, which is the last there can be (RFC 8446 section 6), else of the
    /// last one; null before any.
    /// </summary>
    internal int? AlertNumber { get; private set; }

    /// <summary>Whether that alert ends the connection; for an alert at warning level this is not known.</summary>
    internal bool IsAlertFatal { get; private set; }

    /// <summary>
    /// The type of the last handshake message in plaintext, 0 before any, and the length that it announces.
    /// </summary>
    internal int MessageType { get; private set; }

    internal int MessageLength { get; private set; }

    /// <summary>How many bytes of that message have not arrived.</summary>
    internal int MessageLeft { get; private set; }

    /// <summary>Whether a certificate was asked for in plaintext, as versions before TLS 1.3 do.</summary>
    internal bool IsClientCertificateAsked { get; private set; }

    /// <summary>Whether encryption began: what follows is not known.</summary>
    internal bool IsEncrypted { get; private set; }

    /// <summary>
    /// Whether something arrived that can contain the signature of the server's key: ServerKeyExchange, or encrypted
    /// content.
    /// </summary>
    internal bool HasSignature { get; private set; }

    /// <summary>
    /// Whether a handshake message came after the Finished of a version before TLS 1.3: that is a new handshake, which
    /// servers ask for when they want a client certificate after all (RFC 5246 section 7.4.1.1).
    /// </summary>
    internal bool IsRenegotiated => _encryptedHandshakes > 1;

    /// <summary>The version of the server's hello, 0 before it. TLS 1.3 says there that it is 1.2.</summary>
    internal int HelloVersion { get; private set; }

    internal void Add(byte[] data, int offset, int count)
    {
        if (count > 0) IsEmpty = false;
        for (int at = offset, end = offset + count; at < end && !IsForeign && !IsBroken;)
        {
            if (_left == 0)
            {
                _header[_headerFilled++] = data[at++];
                CheckHeader();
                if (_headerFilled == HeaderLength) BeginRecord();
                continue;
            }

            int piece = Math.Min(_left, end - at);
            Read(data, at, piece);
            at += piece;
            _left -= piece;
        }
    }

    private void CheckHeader()
    {
        bool isFirst = _length == 0;
        byte type = _header[0];
        bool isRecord = isFirst ? type is Alert or Handshake : type is >= ChangeCipherSpec and <= Heartbeat;
        if (_headerFilled > 1) isRecord &= _header[1] == MajorVersion;
        if (_headerFilled == HeaderLength) isRecord &= ((_header[3] << 8) | _header[4]) is > 0 and <= MaxLength;
        if (isRecord) return;
        if (isFirst) IsForeign = true;
        else IsBroken = true;
    }

    private void BeginRecord()
    {
        _headerFilled = 0;
        _left = _length = (_header[3] << 8) | _header[4];
        if (_header[0] is ChangeCipherSpec or ApplicationData) IsEncrypted = HasSignature = true;
        else if (_header[0] == Handshake && IsEncrypted) _encryptedHandshakes++;
    }

    private void Read(byte[] data, int at, int count)
    {
        // Only a plaintext alert record is this short, wherever encryption began.
        if (_header[0] == Alert && _length == AlertLength) ReadAlert(data, at, count);
        else if (_header[0] == Handshake && !IsEncrypted) ReadMessages(data, at, count);
    }

    private void ReadAlert(byte[] data, int at, int count)
    {
        const int Fatal = 2;
        if (_left == AlertLength) _level = data[at];
        if (count < _left || IsAlertFatal) return;
        AlertNumber = data[at + count - 1];
        IsAlertFatal = _level == Fatal;
    }

    private void ReadMessages(byte[] data, int at, int count)
    {
        for (int end = at + count; at < end;)
        {
            bool inHeader = _messageFilled < MessageHeaderLength;
            if (!inHeader && MessageLeft == 0)
            {
                _messageFilled = 0;
                continue;
            }

            if (_messageFilled < _message.Length)
            {
                _message[_messageFilled++] = data[at++];
                if (!inHeader) MessageLeft--;
                BeginMessage();
                continue;
            }

            int piece = Math.Min(MessageLeft, end - at);
            MessageLeft -= piece;
            at += piece;
        }
    }

    private void BeginMessage()
    {
        if (_messageFilled == MessageHeaderLength)
        {
            MessageType = _message[0];
            if (MessageType == CertificateRequest) IsClientCertificateAsked = true;
            if (MessageType == ServerKeyExchange) HasSignature = true;
            MessageLength = MessageLeft = (_message[1] << 16) | (_message[2] << 8) | _message[3];
        }
        else if (_messageFilled == _message.Length && MessageType == ServerHello)
        {
            HelloVersion = (_message[MessageHeaderLength] << 8) | _message[MessageHeaderLength + 1];
        }
    }
}
