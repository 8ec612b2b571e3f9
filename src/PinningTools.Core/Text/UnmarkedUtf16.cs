using System;
using System.IO;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// UTF-16 without a byte order mark, as some programs for Windows write it: every second byte of most letters is zero,
/// which does not occur in UTF-8 text.
/// </summary>
internal static class UnmarkedUtf16
{
    /// <summary>How many bytes are enough to decide.</summary>
    internal const int HeadLength = 64;

    /// <summary>
    /// A lenient reader for the whole text, with the encoding of its byte order mark or of its bytes, or UTF-8.
    /// </summary>
    /// <param name="data">The text, which stays open.</param>
    internal static StreamReader NewReader(Stream data)
    {
        byte[] head = new byte[HeadLength];
        data.Position = 0;
        int count = data.Read(head, 0, head.Length);
        data.Position = 0;
        Encoding encoding = Find(head, count, isStrict: false) ?? Encoding.UTF8;
        // The buffers of a reader are three times its size: too much for each of hundreds of small files.
        int size = (int)Math.Min(64 * 1024, Math.Max(1024, data.Length));
        return new StreamReader(data, encoding, detectEncodingFromByteOrderMarks: true, size, leaveOpen: true);
    }

    /// <summary>The encoding; null if the text is not in UTF-16, or has its mark.</summary>
    /// <param name="head">The first bytes of the text.</param>
    /// <param name="count">How many of them there are.</param>
    /// <param name="isStrict">Whether invalid UTF-16 causes an exception instead of a replacement character.</param>
    internal static Encoding? Find(byte[] head, int count, bool isStrict)
    {
        int pairs = Math.Min(count, HeadLength) / 2;
        int high = 0;
        int low = 0;
        for (int i = 0; i < pairs; i++)
        {
            if (head[2 * i] == 0) high++;
            if (head[(2 * i) + 1] == 0) low++;
        }

        // Not every letter is ASCII, but most are in base64 or JSON.
        bool isUtf16 = pairs >= 2 && high + low > pairs / 2 && (high == 0 || low == 0);
        return isUtf16 ? new UnicodeEncoding(bigEndian: high > 0, byteOrderMark: false, isStrict) : null;
    }
}
