using System;
using System.Collections.Generic;
using System.Linq;
using PinningTools.Internal;
using PinningTools.Tests.Formats;

namespace PinningTools.Fuzz;

/// <summary>The formats in which pins travel, each by itself and where the format has to be found out.</summary>
internal static class FormatTargets
{
    private static readonly HostPattern s_hosts = HostPattern.Parse("example.com");

    private static readonly ExportOptions s_options = new()
    {
        Now = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc),
    };

    internal static IEnumerable<FuzzTarget> All()
    {
        var all = new List<byte[]>();
        foreach (IPinSetFormat format in PinSetFormats.All.Where(format => format.CanRead))
        {
            byte[][] seeds = [.. Seeds(format), .. FuzzWords.Bytes(Found(format.Name))];
            all.AddRange(seeds);
            yield return new FuzzTarget(format.Name, seeds, FuzzWords.Words, input =>
                ReadWrite(format, FuzzWords.Text(input)));
        }

        yield return new FuzzTarget("Detect", all, FuzzWords.Words, input => ReadWrite(null, FuzzWords.Text(input)));
    }

    /// <summary>Texts as people have them, which no format writes.</summary>
    private static string[] Found(string format)
    {
        const string Hex = "0b9fa5a59eed715c26c1020c711b4f6ec42d58b0015e14337a39dad301c5afc3";
        const string Pin = "C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=";
        return format switch
        {
            "Tlsa" =>
            [
                $"3 1 1 {Hex}", $"a.example.\n3 1 1 {Hex}\n",
                $"$ORIGIN a.\n_443._tcp.b CNAME c\nc TLSA 3 1 1 {Hex}\n_25._tcp.d TLSA 9 9 9 0b\n",
                $"_25._tcp.a is an alias for b.\nb has TLSA record 1 1 1 {Hex}\n",
            ],
            "Curl" => [$"# pinnedpubkey = \"x\"\npinnedpubkey = \"sha256//{Pin}\"\ninsecure\n",
                $"curl -sk --cacert r.pem --pinnedpubkey='sha256//{Pin}' https://a.example # x"],
            "Hpkp" => [$"HTTP/1.1 200 OK\n< Public-Key-Pins: pin-sha256=\"{Pin}\";\n pin-x=\"y\"; max-age=1\nA: b\n"],
            "OkHttpJava" => [$"static final String A = \"a.example\", B = \"sha256/\" + \"{Pin}\"; final String[] C = {{ B }};"
                + "new CertificatePinner.Builder().add(X.A, C).build();"],
            "OkHttpKotlin" => [$"const val A = \"example\"\nval B: List<String> = listOf(\"sha256/{Pin}\")\n"
                + "CertificatePinner.Builder().add(\"a.$A\", *B).build()"],
            _ => [],
        };
    }

    private static byte[][] Seeds(IPinSetFormat format)
    {
        if (format is SslyzeFormat)
            return FuzzWords.Bytes(
                "{\"server_scan_results\": [{\"server_location\": {\"hostname\": \"a.example\", \"port\": 443}, "
                    + "\"network_configuration\": {\"tls_opportunistic_encryption\": \"SMTP\"}, \"scan_result\": "
                    + "{\"certificate_info\": {\"result\": {\"certificate_deployments\": "
                    + "[{\"received_certificate_chain\": [{\"hpkp_pin\": "
                    + "\"C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=\", \"as_pem\": null}], "
                    + "\"verified_certificate_chain\": [{\"hpkp_pin\": "
                    + "\"C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=\"}]}]}}}}]}");
        if (!format.CanWrite) return FuzzWords.Bytes("assert_fingerprint='0b9f'");
        var sets = Enumerable.Range(0, 12).Select(seed => format is ForeignFormat foreign
            ? new GeneratedSets(seed).Fitting(foreign)
            : new GeneratedSets(seed).Wild(4));
        IEnumerable<FormatWriting> writings = [.. sets.Select(set => format.Write(set, s_options))];
        return FuzzWords.Bytes([.. writings.SelectMany(writing => new[] { writing.Content, writing.Companion?.Content })
            .OfType<string>()]);
    }

    /// <summary>Anything that is read can be written and read again.</summary>
    private static void ReadWrite(IPinSetFormat? format, string content)
    {
        FormatText text = NewText(content, _ =>
            "PinsListTimestamp\n0\n\nPin_a\nsha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=\n");
        format ??= PinSetFormats.Detect(text);
        FormatReading reading = format.Read(text);
        foreach (PinSet set in reading.Sets) PinSetRules.Check(set);
        if (!format.CanWrite || reading.Sets.Count > 1000) return;
        FormatWriting writing = Write(format, reading.Sets);
        FormatReading again = format.Read(NewText(writing.Content, _ => writing.Companion?.Content));
        string first = PinStoreJson.Write(new PinStore(again.Sets));
        FormatWriting rewritten = Write(format, again.Sets);
        FormatReading last = format.Read(NewText(rewritten.Content, _ => rewritten.Companion?.Content));
        string second = PinStoreJson.Write(new PinStore(last.Sets));
        if (first != second)
            throw new InvalidOperationException(
                $"What was written reads otherwise the second time:\n{first}\n{second}");
    }

    private static FormatWriting Write(IPinSetFormat format, IReadOnlyList<PinSet> sets)
    {
        try
        {
            return format.Write(sets, s_options);
        }
        catch (PinningException error) when (error.Fault.Id is not "NothingToWrite")
        {
            throw new InvalidOperationException("What was read cannot be written.", error);
        }
    }

    private static FormatText NewText(string content, Func<string, string?> companion) =>
        new("fuzz", content) { Hosts = s_hosts, Companion = companion };
}
