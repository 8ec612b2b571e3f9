using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// What a client sent through TLS, as far as it is read: a head and a body of HTTP, or the first bytes of anything else.
/// </summary>
internal sealed class InterceptedRequest
{
    /// <summary>More is neither kept nor awaited.</summary>
    internal const int MaxBytes = 64 * 1024;

    private const string HeadEnd = "\r\n\r\n";

    private readonly List<byte> _data = [];
    private int _head = -1;
    private long _bodyLength;
    private bool _isChunked;

    internal long Bytes { get; private set; }

    internal bool IsEmpty => Bytes == 0;

    /// <summary>Whether it begins like a request of HTTP.</summary>
    internal bool IsHttp { get; private set; } = true;

    /// <summary>Whether it is all that will be read.</summary>
    internal bool IsComplete { get; private set; }

    /// <summary>Whether the client waits for consent before it sends the body (RFC 9110 section 10.1.1).</summary>
    internal bool AsksToContinue { get; private set; }

    internal string? FirstLine => IsEmpty ? null : Lines.FirstOrDefault();

    internal string[] Fields => IsHttp ? [.. Lines.Skip(1).TakeWhile(line => line.Length > 0)] : [];

    internal long BodyBytes => _head < 0 ? 0 : Bytes - _head;

    private string Head => PlainChannel.Text([.. _head < 0 ? _data : _data.Take(_head)]);

    private string[] Lines => Head.Split(["\r\n", "\n"], StringSplitOptions.None);

    internal void Add(byte[] data)
    {
        Bytes += data.Length;
        _data.AddRange(data.Take(MaxBytes - _data.Count));
        if (_head < 0) ReadHead();
        IsComplete = !IsHttp || _data.Count >= MaxBytes || (_head >= 0 && IsBodyComplete());
    }

    private void ReadHead()
    {
        string text = PlainChannel.Text([.. _data]);
        int lineEnd = text.IndexOf('\n');
        IsHttp = text.Length > 0 && text[0] is >= 'A' and <= 'Z'
            && (lineEnd < 0 || text.Substring(0, lineEnd).Contains(" HTTP/1."));
        int end = text.IndexOf(HeadEnd, StringComparison.Ordinal);
        if (!IsHttp || end < 0) return;
        _head = end + HeadEnd.Length;
        foreach (string field in Fields)
        {
            string[] parts = field.Split([':'], 2);
            if (parts.Length < 2) continue;
            string value = parts[1].Trim();
            if (Is(parts[0], "Content-Length")) _bodyLength = long.TryParse(value, out long length) ? length : 0;
            else if (Is(parts[0], "Transfer-Encoding")) _isChunked = true;
            else if (Is(parts[0], "Expect")) AsksToContinue = true;
        }
    }

    private bool IsBodyComplete() => _isChunked
        ? PlainChannel.Text([.. _data]).EndsWith("0" + HeadEnd, StringComparison.Ordinal)
        : BodyBytes >= _bodyLength;

    private static bool Is(string field, string name) => field.Trim().Equals(name, StringComparison.OrdinalIgnoreCase);
}
