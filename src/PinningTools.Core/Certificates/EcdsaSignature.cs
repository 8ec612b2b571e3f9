namespace PinningTools.Internal;

/// <summary>The two forms of a signature with an elliptic curve.</summary>
internal static class EcdsaSignature
{
    /// <summary>
    /// From the sequence of two integers (RFC 3279 section 2.2.3), as in certificates and from openssl, to .NET's form,
    /// their bytes one after the other; null where a number is larger than the curve.
    /// </summary>
    /// <exception cref="PinningException">It is no such sequence.</exception>
    internal static byte[]? ToPlain(byte[] signature, int size)
    {
        var outer = new DerReader(signature);
        DerReader numbers = outer.Read(DerTag.Sequence).Open();
        outer.ExpectEnd();
        byte[] plain = new byte[2 * size];
        for (int i = 1; i <= 2; i++)
        {
            byte[] number = numbers.Read(DerTag.Integer).MagnitudeToArray();
            if (number.Length > size) return null;
            number.CopyTo(plain, (i * size) - number.Length);
        }

        numbers.ExpectEnd();
        return plain;
    }
}
