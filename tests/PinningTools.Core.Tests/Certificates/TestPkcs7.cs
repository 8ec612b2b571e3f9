using PinningTools.Internal;

namespace PinningTools.Tests.Certificates;

/// <summary>A SignedData with the given values as certificates.</summary>
internal static class TestPkcs7
{
    internal static byte[] Of(params byte[][] certificates) => DerWriter.Sequence(
        DerWriter.Oid("1.2.840.113549.1.7.2"),
        DerWriter.Tagged(0, DerWriter.Sequence(
            DerWriter.Integer(1), DerWriter.Set(), DerWriter.Sequence(DerWriter.Oid("1.2.840.113549.1.7.1")),
            DerWriter.Tagged(0, certificates), DerWriter.Set())));
}
