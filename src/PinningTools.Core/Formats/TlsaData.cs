using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>The data of a TLSA record: four fields, or those of the generic form of RFC 3597.</summary>
internal sealed class TlsaData
{
    /// <summary>The acronyms of RFC 7218, by the numbers that they stand for.</summary>
    private static readonly string[] s_usages = ["PKIX-TA", "PKIX-EE", "DANE-TA", "DANE-EE"];

    private static readonly string[] s_selectors = ["Cert", "SPKI"];

    private static readonly string[] s_matchings = ["Full", "SHA2-256", "SHA2-512"];

    private TlsaData(byte usage, byte selector, byte matching, byte[] data)
    {
        Usage = usage;
        Selector = selector;
        Matching = matching;
        Data = data;
    }

    internal byte Usage { get; }

    private byte Selector { get; }

    private byte Matching { get; }

    private byte[] Data { get; }

    /// <summary>Why a valid record has no pin; null if it has one.</summary>
    internal string? Unpinnable =>
        Matching != 0 && Selector == 0 ? "The hash of a certificate (selector 0) is not a pin and is omitted."
        : Matching == 2 ? "A SHA-512 hash (matching type 2) is not a pin and is omitted."
        : null;

    /// <exception cref="PinningException">The fields are not those of a record that is known.</exception>
    internal static TlsaData Read(
        FormatText text, TextPlace place, List<(string Value, int Index)> fields, int skip, bool generic)
    {
        TlsaData record = generic ? ReadGeneric(text, place, fields, skip) : ReadPlain(text, place, fields, skip);
        if (record.Usage > 3 || record.Selector > 1 || record.Matching > 2)
            throw text.Error(place,
                $"the combination of usage {record.Usage}, selector {record.Selector} and matching type "
                    + $"{record.Matching} is not known");
        int length = record.Matching == 1 ? SpkiPin.Length : 2 * SpkiPin.Length;
        if (record.Matching != 0 && record.Data.Length != length)
            throw text.Error(place,
                $"the hash has {record.Data.Length} bytes, but matching type {record.Matching} requires {length}");
        return record;
    }

    /// <summary>
    /// The pin, bound to its place: usages 1 and 3 are about the server's own certificate, 0 and 2 about one above it.
    /// </summary>
    /// <exception cref="PinningException">The data is neither a hash nor a certificate or key.</exception>
    internal PinSetPin ToPin(FormatText text, TextPlace place) => Pin(text, place) with
    {
        Role = Usage is 1 or 3 ? PinRole.Leaf : Usage == 2 ? PinRole.Root : PinRole.Intermediate,
        RoleEnforced = true,
    };

    private PinSetPin Pin(FormatText text, TextPlace place)
    {
        try
        {
            if (Matching != 0) return new PinSetPin(SpkiPin.FromHash(Data));
            if (Selector == 1) return new PinSetPin(DerPublicKey.Parse(Data).Pin);
            DerCertificate certificate = DerCertificate.Parse(Data);
            return new PinSetPin(certificate.Pin) { Certificate = Base64Certificate.Write(certificate) };
        }
        catch (PinningException error)
        {
            throw text.Error(place, error.Fault);
        }
    }

    private static TlsaData ReadPlain(
        FormatText text, TextPlace place, List<(string Value, int Index)> fields, int skip) => fields.Count < skip + 4
        ? throw text.Error(place, "a TLSA record must have a usage, a selector, a matching type and data")
        : new TlsaData(
            Number(text, fields[skip], s_usages), Number(text, fields[skip + 1], s_selectors),
            Number(text, fields[skip + 2], s_matchings),
            ReadHex(text, fields, skip + 3));

    private static TlsaData ReadGeneric(
        FormatText text, TextPlace place, List<(string Value, int Index)> fields, int skip)
    {
        if (fields.Count < skip + 3 || fields[skip].Value != "\\#")
            throw text.Error(place, $"expected {TlsaReader.GenericType} \\# length data");
        byte[] raw = ReadHex(text, fields, skip + 2);
        return raw.Length >= 4 && fields[skip + 1].Value == raw.Length.ToString(CultureInfo.InvariantCulture)
            ? new TlsaData(raw[0], raw[1], raw[2], [.. raw.Skip(3)])
            : throw text.Error(TextPlace.At(fields[skip + 1].Index),
                $"the length differs from the {raw.Length} bytes of the data");
    }

    private static byte Number(FormatText text, (string Value, int Index) field, string[] acronyms)
    {
        if (byte.TryParse(field.Value, NumberStyles.None, CultureInfo.InvariantCulture, out byte number)) return number;
        int known = Array.FindIndex(
            acronyms, name => string.Equals(name, field.Value, StringComparison.OrdinalIgnoreCase));
        return known >= 0 ? (byte)known
            : throw text.Error(
                TextPlace.At(field.Index), $"expected a number, or one of {string.Join(", ", acronyms)}");
    }

    private static byte[] ReadHex(FormatText text, List<(string Value, int Index)> fields, int start)
    {
        var digits = new StringBuilder();
        foreach ((string value, int index) in fields.Skip(start))
        {
            if (!value.All(c => Hex.Value(c) >= 0))
                throw text.Error(TextPlace.At(index), "expected hex digits");
            digits.Append(value);
        }

        return Hex.TryParse(digits.ToString())
            ?? throw text.Error(TextPlace.At(fields[start].Index), "the number of hex digits is odd");
    }
}
