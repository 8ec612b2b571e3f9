using System;
using System.Diagnostics;
using System.IO;
using System.Security.Cryptography;
using PinningTools.Internal;

namespace PinningTools.Benchmarks;

/// <summary>Private keys whose public half is not in their file.</summary>
internal static class KeyBenchmark
{
    private const int Early = 1000;

    /// <summary>Writes different keys as PEM: ed25519, p256, p521, ml-dsa-44.</summary>
    internal static void Generate(string path, string kind, int count)
    {
        using var writer = new StreamWriter(path);
        for (int i = 0; i < count; i++)
        {
            byte[] secret = RandomNumberGenerator.GetBytes(kind == "p521" ? 66 : 32);
            // Less than the order of any of the curves.
            if (kind.StartsWith('p')) secret[0] = 0;
            byte[] key = kind switch
            {
                "ed25519" => Pkcs8([DerWriter.Oid("1.3.101.112")], DerWriter.OctetString(secret)),
                "ml-dsa-44" => Pkcs8([DerWriter.Oid("2.16.840.1.101.3.4.3.17")], DerWriter.Element(DerTag.Context(0), secret)),
                _ => Pkcs8([DerWriter.Oid("1.2.840.10045.2.1"), DerWriter.Oid(kind == "p256" ? "1.2.840.10045.3.1.7" : "1.3.132.0.35")],
                    DerWriter.Sequence(DerWriter.Integer(1), DerWriter.OctetString(secret))),
            };
            writer.Write(PemEncoding.WriteString("PRIVATE KEY", key));
            writer.Write('\n');
        }
    }

    /// <summary>
    /// Prints how many keys were read, the milliseconds of the first one, those of a later one, and by how many KB the
    /// memory grew after the first thousand.
    /// </summary>
    internal static void Read(string path)
    {
        int count = 0;
        long early = 0;
        long peak = 0;
        var watch = Stopwatch.StartNew();
        double first = 0;
        double warm = 0;
        foreach (KeyFileItem item in KeyFile.Read(path, new KeyPassword(null)))
        {
            // The work that is allowed for one command ends.
            if (item.Holder is null) break;
            _ = item.Holder.Pin;
            if (++count == 1) first = watch.Elapsed.TotalMilliseconds;
            if (count == Early)
            {
                early = GC.GetTotalMemory(forceFullCollection: true);
                warm = watch.Elapsed.TotalMilliseconds;
            }
            else if (count % 20_000 == 0)
            {
                peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true));
            }
        }

        double later = (watch.Elapsed.TotalMilliseconds - warm) / Math.Max(1, count - Early);
        Console.WriteLine(FormattableString.Invariant($"{count} {first:F1} {later:F3} {Math.Max(0, peak - early) / 1024}"));
    }

    private static byte[] Pkcs8(byte[][] algorithm, byte[] key) =>
        DerWriter.Sequence(DerWriter.Integer(0), DerWriter.Sequence(algorithm), DerWriter.OctetString(key));
}
