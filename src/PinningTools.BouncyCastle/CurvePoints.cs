using System;
using System.Collections.Generic;
using System.Linq;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;
using Org.BouncyCastle.Math.EC.Multiplier;
using Asn1Integer = Org.BouncyCastle.Asn1.DerInteger;

namespace PinningTools.Internal;

/// <summary>The points of private numbers on curves over prime and binary fields, named or with their parameters.</summary>
internal static class CurvePoints
{
    /// <summary>The curves over binary fields, by their parameters; names of WAP and NIST are others of the same ones.</summary>
    private static readonly Lazy<List<X9ECParameters>> s_binary = new(() =>
    [
        .. ECNamedCurveTable.Names
            .Where(name => name.StartsWith("sect", StringComparison.Ordinal) || name.StartsWith("c2", StringComparison.Ordinal))
            .Select(ECNamedCurveTable.GetByName),
    ]);

    internal static byte[][]? FormsOf(byte[] curve, byte[] number)
    {
        try
        {
            Asn1Object parameters = Asn1Object.FromByteArray(curve);
            bool isNamed = parameters is DerObjectIdentifier;
            X9ECParameters? domain = parameters is DerObjectIdentifier oid ? Named(oid) : Explicit((Asn1Sequence)parameters);
            return domain is null ? null : FormsOf(domain, new BigInteger(1, number), isNamed);
        }
        catch (Exception error) when (LateErrors.IsOfData(error))
        {
            return [];
        }
    }

    private static byte[][] FormsOf(X9ECParameters domain, BigInteger number, bool isNamed)
    {
        if (number.SignValue <= 0 || number.CompareTo(domain.N) >= 0) return [];
        // The table of multiples is kept with a named curve.
        ECPoint point = (isNamed ? new FixedPointCombMultiplier().Multiply(domain.G, number) : domain.G.Multiply(number))
            .Normalize();
        if (point.IsInfinity || !point.IsValid()) return [];
        byte[] whole = point.GetEncoded(compressed: false);
        byte[] compressed = point.GetEncoded(compressed: true);
        // Hybrid: the sign of the compressed form, and both coordinates.
        byte[] hybrid = [(byte)(compressed[0] + 4), .. whole.Skip(1)];
        return [whole, compressed, hybrid];
    }

    private static X9ECParameters? Named(DerObjectIdentifier oid) =>
        CustomNamedCurves.GetByOid(oid) ?? ECNamedCurveTable.GetByOid(oid);

    /// <summary>
    /// Parameters over a prime field are checked. Over a binary field they must be those of a known curve: arithmetic with
    /// a polynomial that is reducible may not end.
    /// </summary>
    private static X9ECParameters? Explicit(Asn1Sequence parameters)
    {
        var field = X9FieldID.GetInstance(parameters[1]);
        if (!X9ObjectIdentifiers.PrimeField.Equals(field.FieldType)) return Known(parameters);
        var domain = X9ECParameters.GetInstance(parameters);
        // A group has about as many points as its field has elements (Hasse).
        if (domain.N.BitLength > domain.Curve.FieldSize + 1 || domain.G.IsInfinity || !domain.G.IsValid())
            throw new ArgumentException("The parameters are not those of a curve.");
        return domain;
    }

    private static X9ECParameters? Known(Asn1Sequence parameters)
    {
        var curve = new X9Curve(
            X9FieldID.GetInstance(parameters[1]), null, null, Asn1Sequence.GetInstance(parameters[2]));
        byte[] generator = Asn1OctetString.GetInstance(parameters[3]).GetOctets();
        // The hybrid form differs from the uncompressed one only in its first byte.
        if (generator.Length > 0 && generator[0] is 6 or 7) generator[0] = 4;
        BigInteger order = Asn1Integer.GetInstance(parameters[4]).Value;
        return s_binary.Value.Find(known => known.N.Equals(order)
            && known.Curve.Field.Equals(curve.Curve.Field) && known.Curve.A.ToBigInteger().Equals(curve.Curve.A.ToBigInteger())
            && known.Curve.B.ToBigInteger().Equals(curve.Curve.B.ToBigInteger())
            && (known.G.GetEncoded(false).SequenceEqual(generator) || known.G.GetEncoded(true).SequenceEqual(generator)));
    }
}
