using System;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// Reads the elements of BER as LDAP uses it (RFC 4511 section 5.1): lengths are definite, but may be longer than they
/// need to be. Certificates are read by <see cref="DerReader"/>, which is strict.
/// </summary>
internal sealed class LdapReader
{
    private readonly byte[] _data;
    private readonly int _end;
    private int _position;

    internal LdapReader(byte[] data)
        : this(data, 0, data.Length)
    {
    }

    private LdapReader(byte[] data, int start, int end)
    {
        _data = data;
        _position = start;
        _end = end;
    }

    internal int Length => _end - _position;

    /// <summary>Its bytes as a number, two's complement (ITU-T X.690 section 8.3); null if it is not a number.</summary>
    internal long? ToNumber()
    {
        if (Length is 0 or > sizeof(int)) return null;
        long number = (sbyte)_data[_position];
        for (int i = _position + 1; i < _end; i++) number = (number << 8) | _data[i];
        return number;
    }

    internal string ToText() => Encoding.UTF8.GetString(_data, _position, Length);

    /// <summary>
    /// Steps over the next element if it has the tag; <paramref name="content"/> reads what is in it.
    /// </summary>
    internal bool TryEnter(byte tag, [NotNullWhen(true)] out LdapReader? content)
    {
        content = null;
        return Length > 0 && _data[_position] == tag && TryEnter(out _, out content);
    }

    /// <summary>Steps over the next element with any tag.</summary>
    internal bool TryEnter(out byte tag, [NotNullWhen(true)] out LdapReader? content)
    {
        content = null;
        tag = 0;
        if (ElementHeader.TryRead(_data, _position, _end, out _) is not { Length: >= 0 } header
            || !header.IsWhole(_end))
            return false;
        tag = header.Tag;
        _position = header.ContentStart + header.Length;
        content = new LdapReader(_data, header.ContentStart, _position);
        return true;
    }
}
