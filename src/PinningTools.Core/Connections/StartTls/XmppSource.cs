using System;
using System.IO;
using System.Text;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Feeds the data of an XMPP server to an XML reader: UTF-8 (RFC 6120 section 11.6), one character at a time, so that
/// nothing after the element that was read is taken from the channel: what follows the last element must be TLS.
/// </summary>
internal sealed class XmppSource(PlainChannel channel) : TextReader
{
    private readonly Decoder _utf8 = Encoding.UTF8.GetDecoder();
    private readonly char[] _pair = new char[2];
    private int _left;
    private bool _isBetween;
    private bool _isFirst;

    /// <summary>
    /// Only white space is allowed between the elements of a stream, so anything else is not XMPP: it is refused at
    /// once and not only when an element arrives.
    /// </summary>
    internal void ExpectElement() => _isBetween = true;

    public override async Task<int> ReadAsync(char[] buffer, int index, int count)
    {
        if (count == 0) return 0;
        char next = await NextAsync().ConfigureAwait(false);
        while (_isBetween && IsSpace(next)) next = await NextAsync().ConfigureAwait(false);
        if (_isBetween ? next != '<' : _isFirst && (IsSpace(next) || next == '>'))
            throw StartTlsRefusal.Violation(XmppStartTls.Protocol);
        _isFirst = _isBetween;
        _isBetween = false;
        buffer[index] = next;
        return 1;
    }

    private static bool IsSpace(char c) => c is ' ' or '\t' or '\r' or '\n';

    private async Task<char> NextAsync()
    {
        if (_left > 0) return _pair[2 - _left--];
        while (true)
        {
            byte[] one = await channel.ReadAsync(1).ConfigureAwait(false);
            int count = _utf8.GetChars(one, 0, 1, _pair, 0, flush: false);
            if (count == 0) continue;
            _left = count - 1;
            return _pair[0];
        }
    }
}
