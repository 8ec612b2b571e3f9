using System;
using System.Runtime.InteropServices;
using System.Security;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// The password that a command was given for its files, converted to bytes only while a key is derived from it, and the
/// limit of work for all of these files.
/// </summary>
internal sealed class KeyPassword(SecureString? text, KeyWork work)
{
    /// <summary>
    /// For one derivation: three times the present recommendation for PBKDF2-HMAC-SHA256; about a second.
    /// </summary>
    internal const int MaxIterations = 2_000_000;

    /// <summary>For one derivation with scrypt, in bytes: what OWASP recommends (N = 2^17, r = 8).</summary>
    internal const long MaxScryptMemory = 128L << 20;

    /// <summary>For one derivation with scrypt, in hash blocks of 64 bytes.</summary>
    private const long MaxScryptCost = 8_000_000;

    private long _free = KeyWork.MaxWithoutPassword;

    internal KeyPassword(SecureString? text)
        : this(text, new KeyWork())
    {
    }

    /// <summary>Whether the user gave a password, even an empty one.</summary>
    internal bool IsGiven => text is not null;

    internal bool IsEmpty => text is not { Length: > 0 };

    /// <summary>Whether the present PFX encodes the empty password as nothing.</summary>
    internal bool OmitTerminator { get; set; }

    internal KeyWork Work => work;

    /// <summary>Resets the state for the previous PFX.</summary>
    internal void BeginPfx()
    {
        OmitTerminator = false;
        _free = KeyWork.MaxWithoutPassword;
    }

    /// <summary>Counts a derivation before it begins.</summary>
    /// <exception cref="PinningException">
    /// It would take too long, or no password was given that would justify the time.
    /// </exception>
    internal void Charge(int iterations, long cost)
    {
        if (iterations is < 1 or > MaxIterations)
            throw new PinningException(Faults.KeyDerivationTooCostly(iterations, MaxIterations));
        if (!IsGiven && (_free -= cost) < 0) throw new PinningException(Faults.PasswordNeeded());
        work.Charge(cost);
    }

    /// <summary>Counts a derivation with scrypt, whose memory is limited too, before it begins.</summary>
    /// <exception cref="PinningException">It would take too long or too much memory, or no password was given.</exception>
    internal void ChargeScrypt(int cost, int blockSize, int parallelization, byte[] salt)
    {
        double memory = 128d * blockSize * ((double)cost + parallelization);
        bool isSmall = cost > 1 && blockSize > 0 && parallelization > 0 && memory <= MaxScryptMemory
            && (double)cost * blockSize * parallelization <= MaxScryptCost / 2;
        if (!isSmall)
            throw new PinningException(Faults.ScryptTooCostly(
                cost, blockSize, parallelization, (int)(MaxScryptMemory >> 20)));
        Charge(1, KeyDerivation.CostOfScrypt(salt, cost, blockSize, parallelization));
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
