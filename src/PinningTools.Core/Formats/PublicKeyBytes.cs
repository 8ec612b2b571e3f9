namespace PinningTools.Internal;

/// <summary>A SubjectPublicKeyInfo without a certificate.</summary>
internal static class PublicKeyBytes
{
    /// <exception cref="PinningException">The bytes are not a public key (RFC 5280 section 4.1).</exception>
    internal static SpkiPin Pin(byte[] der)
    {
        var outer = new DerReader(der);
        DerReader key = outer.Read(DerTag.Sequence).Open();
        outer.ExpectEnd();
        key.Read(DerTag.Sequence);
        key.Read(DerTag.BitString);
        key.ExpectEnd();
        return SpkiPin.Of(der);
    }
}
