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
            byte[][] seeds = Seeds(format);
            all.AddRange(seeds);
            yield return new FuzzTarget(format.Name, seeds, FuzzWords.Words, input =>
                ReadWrite(format, FuzzWords.Text(input)));
        }

        yield return new FuzzTarget("Detect", all, FuzzWords.Words, input => ReadWrite(null, FuzzWords.Text(input)));
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

    /// <summary>What is read can be written and read again, whatever it is.</summary>
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
