using System;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// The signed certificate timestamps that a certificate embeds (RFC 6962 section 3.3): how many, and the first date. They
/// are counted and not verified, for that takes the logs' keys.
/// </summary>
/// <param name="Count">How many there are.</param>
/// <param name="First">The first of their dates, in UTC; null where none can be read.</param>
internal sealed record SctList(int Count, DateTime? First)
{
    private const string Oid = "1.3.6.1.4.1.11129.2.4.2";
    private const int DateAt = 33;
    private const long MaxMilliseconds = 253_402_300_799_999;

    /// <summary>The list; null where the certificate has none, or one that cannot be read.</summary>
    internal static SctList? Of(DerCertificate certificate)
    {
        (string found, DerElement value) = certificate.ReadExtensions().FirstOrDefault(one => one.Oid == Oid);
        if (found is null) return null;
        try
        {
            return Read(value.Open().Read(DerTag.OctetString).ContentToArray());
        }
        catch (PinningException)
        {
            return null;
        }
    }

    /// <summary>A list in TLS' form: lengths of two bytes in front of the whole and of each part.</summary>
    internal static SctList? Read(byte[] data)
    {
        if (data.Length < 2 || Length(data, 0) != data.Length - 2) return null;
        int count = 0;
        DateTime? first = null;
        for (int at = 2; at < data.Length;)
        {
            if (at + 2 > data.Length || at + 2 + Length(data, at) > data.Length) return null;
            int length = Length(data, at);
            if (DateOf(data, at + 2, length) is { } date && !(first <= date)) first = date;
            count++;
            at += 2 + length;
        }

        return new SctList(count, first);
    }

    private static int Length(byte[] data, int at) => (data[at] << 8) | data[at + 1];

    /// <summary>Behind the version and the log's number: milliseconds since 1970.</summary>
    private static DateTime? DateOf(byte[] data, int start, int length)
    {
        if (length < DateAt + 8 || data[start] != 0) return null;
        long milliseconds = 0;
        for (int i = 0; i < 8; i++) milliseconds = (milliseconds << 8) | data[start + DateAt + i];
        return milliseconds is >= 0 and <= MaxMilliseconds
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime
            : null;
    }
}
