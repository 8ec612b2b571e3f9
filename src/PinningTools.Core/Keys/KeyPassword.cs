using System;
using System.Runtime.InteropServices;
using System.Security;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// The password that a command was given for its files, turned into bytes only while a key is derived from it, and the
/// work that all of these files may cost.
/// </summary>
internal sealed class KeyPassword(SecureString? text, KeyWork work)
{
    /// <summary>For one derivation: three times what is advised for PBKDF2-HMAC-SHA256 today; a second or so.</summary>
    internal const int MaxIterations = 2_000_000;

    private long _free = KeyWork.MaxWithoutPassword;

    internal KeyPassword(SecureString? text)
        : this(text, new KeyWork())
    {
    }

    /// <summary>Whether the user gave one, if only an empty one.</summary>
    internal bool IsGiven => text is not null;

    internal bool IsEmpty => text is not { Length: > 0 };

    /// <summary>Whether the PFX at hand has an empty password that is nothing at all in PKCS#12.</summary>
    internal bool OmitTerminator { get; set; }

    internal KeyWork Work => work;

    /// <summary>Forgets what was true of the PFX before.</summary>
    internal void BeginPfx()
    {
        OmitTerminator = false;
        _free = KeyWork.MaxWithoutPassword;
    }

    /// <summary>Accounts for a derivation before it is begun.</summary>
    /// <exception cref="PinningException">
    /// It would take too long, or no one gave a password that would be worth the time.
    /// </exception>
    internal void Charge(int iterations, long cost)
    {
        if (iterations is < 1 or > MaxIterations)
            throw new PinningException(Faults.KeyDerivationTooCostly(iterations, MaxIterations));
        if (!IsGiven && (_free -= cost) < 0) throw new PinningException(Faults.PasswordNeeded());
        work.Charge(cost);
    }

    /// <summary>For PBES2; the caller clears it.</summary>
    internal byte[] ToUtf8() => Encode(Encoding.UTF8);

    /// <summary>
    /// For PKCS#12 (RFC 7292 appendix B.1): big-endian UTF-16 with a terminator; the caller clears it.
    /// </summary>
    internal byte[] ToBmp()
    {
        byte[] bytes = Encode(Encoding.BigEndianUnicode);
        if (OmitTerminator) return bytes;
        byte[] terminated = new byte[bytes.Length + 2];
        bytes.CopyTo(terminated, 0);
        Array.Clear(bytes, 0, bytes.Length);
        return terminated;
    }

    private byte[] Encode(Encoding encoding)
    {
        if (text is null) return [];
        char[] characters = new char[text.Length];
        IntPtr unprotected = Marshal.SecureStringToGlobalAllocUnicode(text);
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
