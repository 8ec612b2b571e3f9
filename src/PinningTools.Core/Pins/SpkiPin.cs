// The room Pins: what a pin is: 32 bytes, the SHA-256 of a SubjectPublicKeyInfo as it is in the certificate.
// - Pins are compared as bytes. Text is decoded first, in each form that people have: sha256/BASE64=, sha256//,
//   hexadecimal, openssl's output.
// - What is not a pin is refused with its own message: SHA-1, another length, invalid base64, the name of a file.
// - A key is never encoded again: another encoding of the same key has another pin.

using System;
using System.Security.Cryptography;

namespace PinningTools;

/// <summary>
/// A public-key pin: the SHA-256 hash of the DER bytes of a SubjectPublicKeyInfo, exactly as they are in the
/// certificate (RFC 7469 section 2.4). It has thirty-two bytes, which are compared as bytes; its text is
/// <c>sha256/BASE64=</c>.
/// </summary>
public readonly struct SpkiPin : IEquatable<SpkiPin>
{
    /// <summary>The number of bytes of a pin.</summary>
    public const int Length = 32;

    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    private SpkiPin(byte[] hash)
    {
        _a = BitConverter.ToUInt64(hash, 0);
        _b = BitConverter.ToUInt64(hash, 8);
        _c = BitConverter.ToUInt64(hash, 16);
        _d = BitConverter.ToUInt64(hash, 24);
    }

    /// <summary>Makes a pin from a SHA-256 value that was computed elsewhere.</summary>
    /// <param name="hash">32 bytes.</param>
    /// <exception cref="ArgumentException">The array does not have 32 bytes.</exception>
    public static SpkiPin FromHash(byte[] hash)
    {
        if (hash is null) throw new ArgumentNullException(nameof(hash));
        if (hash.Length != Length) throw new ArgumentException($"A pin has {Length} bytes.", nameof(hash));
        return new SpkiPin(hash);
    }

    /// <summary>Computes the pin of a SubjectPublicKeyInfo.</summary>
    /// <param name="subjectPublicKeyInfo">The DER bytes (RFC 5280 section 4.1.2.7), exactly as they are.</param>
    public static SpkiPin Of(byte[] subjectPublicKeyInfo)
    {
        if (subjectPublicKeyInfo is null) throw new ArgumentNullException(nameof(subjectPublicKeyInfo));
        return Of(subjectPublicKeyInfo, 0, subjectPublicKeyInfo.Length);
    }

    internal static SpkiPin Of(byte[] data, int offset, int count)
    {
#if NET
        byte[] hash = SHA256.HashData(new ReadOnlySpan<byte>(data, offset, count));
#else
        using var sha256 = SHA256.Create();
        byte[] hash = sha256.ComputeHash(data, offset, count);
#endif
        return new SpkiPin(hash);
    }

    /// <summary>
    /// Reads a pin from text: <c>sha256/…</c> (OkHttp), <c>sha256//…</c> (curl), <c>pin-sha256="…"</c> (RFC 7469),
    /// bare base64, or 64 hex digits with or without colons; also in quotation marks, and as openssl prints it.
    /// </summary>
    /// <param name="text">One pin.</param>
    /// <exception cref="PinningException">The text is not a SHA-256 pin; the fault says why.</exception>
    public static SpkiPin Parse(string text) =>
        Internal.PinText.TryParse(text, out SpkiPin pin, out Fault? fault) ? pin : throw new PinningException(fault);

    /// <summary>Reads a pin from text and returns whether that succeeded.</summary>
    /// <param name="text">One pin in any of the forms that <see cref="Parse"/> accepts.</param>
    /// <param name="pin">The pin, if the text was one.</param>
    public static bool TryParse(string? text, out SpkiPin pin) => Internal.PinText.TryParse(text, out pin, out _);

    /// <summary>The 32 bytes.</summary>
    public byte[] ToByteArray()
    {
        byte[] hash = new byte[Length];
        BitConverter.GetBytes(_a).CopyTo(hash, 0);
        BitConverter.GetBytes(_b).CopyTo(hash, 8);
        BitConverter.GetBytes(_c).CopyTo(hash, 16);
        BitConverter.GetBytes(_d).CopyTo(hash, 24);
        return hash;
    }

    /// <summary>The pin as 64 lower-case hex digits, as TLSA records carry it.</summary>
    public string ToHexString() => Internal.Hex.ToLower(ToByteArray());

    /// <summary>The pin as <c>sha256/BASE64=</c>.</summary>
    public override string ToString() => "sha256/" + Convert.ToBase64String(ToByteArray());

    /// <inheritdoc/>
    public bool Equals(SpkiPin other) => _a == other._a && _b == other._b && _c == other._c && _d == other._d;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SpkiPin other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _a.GetHashCode();

    /// <summary>Whether two pins are the same 32 bytes.</summary>
    public static bool operator ==(SpkiPin left, SpkiPin right) => left.Equals(right);

    /// <summary>Whether two pins differ.</summary>
    public static bool operator !=(SpkiPin left, SpkiPin right) => !left.Equals(right);
}
