using System;
using System.Runtime.InteropServices;
using System.Security;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// The password of a file, turned into bytes only while a key is derived from it, and a bound on the work that a file
/// can ask for: its iteration counts are whatever its author wrote.
/// </summary>
internal sealed class KeyPassword
{
    /// <summary>Three times what is advised for PBKDF2-HMAC-SHA256 today; a second or so.</summary>
    internal const int MaxIterations = 2_000_000;

    private const long MaxTotal = 25L * MaxIterations;

    private readonly SecureString? _text;
    private readonly int _maxIterations;
    private long _spent;

    internal KeyPassword(SecureString? text, int maxIterations = MaxIterations)
    {
        _text = text;
        _maxIterations = maxIterations;
    }

    /// <summary>Whether the user gave one, if only an empty one.</summary>
    internal bool IsGiven => _text is not null;

    internal bool IsEmpty => _text is not { Length: > 0 };

    /// <summary>Whether the file at hand has an empty password that is nothing at all in PKCS#12.</summary>
    internal bool OmitTerminator { get; set; }

    /// <summary>Accounts for a derivation before it is begun.</summary>
    /// <exception cref="PinningException">It would take too long.</exception>
    internal void Charge(int iterations)
    {
        if (iterations < 1 || iterations > _maxIterations || (_spent += iterations) > MaxTotal)
            throw new PinningException(Faults.KeyDerivationTooCostly(iterations, _maxIterations));
    }

    /// <summary>For PBES2; the caller clears it.</summary>
    internal byte[] ToUtf8() => Encode(Encoding.UTF8);

    /// <summary>
    /// For PKCS#12 (RFC 7292 appendix B.1): big-endian UTF-16 with a terminator; the caller clears it.
    /// </summary>
    internal byte[] ToBmp()
    {
        byte[] text = Encode(Encoding.BigEndianUnicode);
        if (OmitTerminator) return text;
        byte[] terminated = new byte[text.Length + 2];
        text.CopyTo(terminated, 0);
        Array.Clear(text, 0, text.Length);
        return terminated;
    }

    private byte[] Encode(Encoding encoding)
    {
        if (_text is null) return [];
        char[] characters = new char[_text.Length];
        IntPtr unprotected = Marshal.SecureStringToGlobalAllocUnicode(_text);
        try
        {
            Marshal.Copy(unprotected, characters, 0, characters.Length);
            return encoding.GetBytes(characters);
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(unprotected);
            Array.Clear(characters, 0, characters.Length);
        }
    }
}
