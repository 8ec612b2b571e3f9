using System;
using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>The list of a Certificate message, as bytes (RFC 5246 section 7.4.2, RFC 8446 section 4.4.2).</summary>
internal static class CertificateMessage
{
    private const int HeaderBytes = 4;

    /// <summary>The certificates that are complete, in their order: what follows something malformed is not read.</summary>
    /// <param name="message">The message with its header.</param>
    /// <param name="version">As in the record layer: from TLS 1.3 on, there is a context and each entry has extensions.</param>
    internal static IReadOnlyList<byte[]> Read(byte[] message, int version)
    {
        bool hasExtensions = version >= InspectionOffer.Tls13;
        var certificates = new List<byte[]>();
        int at = HeaderBytes;
        if (hasExtensions && !Skip(ReadNumber(1))) return certificates;
        ReadNumber(3);
        while (at < message.Length)
        {
            int length = ReadNumber(3);
            int start = at;
            if (length == 0 || !Skip(length)) break;
            byte[] certificate = new byte[length];
            Buffer.BlockCopy(message, start, certificate, 0, length);
            certificates.Add(certificate);
            if (hasExtensions && !Skip(ReadNumber(2))) break;
        }

        return certificates;

        int ReadNumber(int bytes)
        {
            int number = 0;
            for (; bytes > 0 && at < message.Length; bytes--) number = (number << 8) | message[at++];
            return bytes == 0 ? number : int.MaxValue;
        }

        bool Skip(int count)
        {
            if (count > message.Length - at) return false;
            at += count;
            return true;
        }
    }
}
