using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Formats;

namespace PinningTools.Fuzz;

/// <summary>Every parser of Core that reads what others wrote.</summary>
internal static class FuzzTargets
{
    private const string Password = "test";
    private const int MaxIterations = 3000;

    private static readonly HostPattern s_hosts = HostPattern.Parse("example.com");

    private static readonly byte[][] s_words = Bytes(
        "{", "}", "[", "]", "(", ")", "<", ">", "\"", "'", "\\", "\\u0000", "//", "/*", "*/", "#", ";", ",", ":", "=",
        "\r\n", "\t", "\0", "\ufeff", "\u202e",
        "sha256/", "sha256//", "sha1/", "C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=",
        "0b9fa5a59eed715c26c1020c711b4f6ec42d58b0015e14337a39dad301c5afc3",
        "true", "false", "null", "-1", "0", "99999999999999999999", "9223372036854775807", "1e999", "2027-01-01",
        "9999-12-31T23:59:59Z",
        "*.", "**.", "example.com", "[::1]", "xn--", ":443", ":0", "a.b.c.d.e.f.g.h",
        ".add(\"", "\", \"", "\")", "CertificatePinner.Builder()", "new CertificatePinner.Builder()",
        ".build()", "\"\"\"", "+",
        "<domain-config>", "</domain-config>", "<domain includeSubdomains=\"true\">", "<pin-set>",
        "<pin digest=\"SHA-256\">", "<!DOCTYPE x [<!ENTITY a \"b\">]>", "&a;", "&#0;", "<![CDATA[", "]]>",
        "<!--", "-->", "<?x?>",
        "<dict>", "</dict>", "<array>", "<key>", "</key>", "<true/>", "<string>", "<PinRule>", "<Site Domain=\".",
        "AllSubdomains=\"true\"",
        "_443._tcp.", "*._tcp.", " IN TLSA ", "3 1 1 ", "3 0 0 ", "TYPE52 \\# 35 ", "$ORIGIN ", "$INCLUDE ", "@",
        "\"pinsets\": [", "\"name\": ", "PinsListTimestamp\n", "-----BEGIN CERTIFICATE-----\n",
        "-----END CERTIFICATE-----\n", "-----BEGIN ",
        "kAFingerprint[] = ", "kPinset_a_Data[] = {", "kPublicKeyPinningPreloadList[] = {",
        "kPreloadPKPinsExpirationTime = INT64_C(",
        "Public-Key-Pins: ", "max-age=", "includeSubDomains", "report-uri=\"", "pin-sha256=\"", "--pinnedpubkey ");

    private static readonly byte[][] s_tags =
        [[0x30, 0x80], [0x30, 0x84, 0x7f, 0xff, 0xff, 0xff], [0x02, 0x01, 0x00], [0x06, 0x03, 0x55, 0x04, 0x03],
            [0x1f, 0x81], [0x00, 0x00], [0x03, 0x01, 0x00],
            [0xa0, 0x80], [0x24, 0x80], [0x04, 0x84, 0xff, 0xff, 0xff, 0xff], [0x31, 0x00], [0x17, 0x00],
            [0x02, 0x04, 0x7f, 0xff, 0xff, 0xff], [0x30, 0x02]];

    internal static IReadOnlyList<FuzzTarget> All() => [.. Formats(), .. Texts(), .. Binary()];

    private static IEnumerable<FuzzTarget> Formats()
    {
        var all = new List<byte[]>();
        foreach (IPinSetFormat format in PinSetFormats.All.Where(format => format.CanRead))
        {
            byte[][] seeds = Seeds(format);
            all.AddRange(seeds);
            yield return new FuzzTarget(format.Name, seeds, s_words, input => ReadWrite(format, Text(input)));
        }

        yield return new FuzzTarget("Detect", all, s_words, input => ReadWrite(null, Text(input)));
    }

    private static byte[][] Seeds(IPinSetFormat format)
    {
        if (format is SslyzeFormat)
            return Bytes(
                "{\"server_scan_results\": [{\"server_location\": {\"hostname\": \"a.example\", \"port\": 443}, "
                    + "\"network_configuration\": {\"tls_opportunistic_encryption\": \"SMTP\"}, \"scan_result\": "
                    + "{\"certificate_info\": {\"result\": {\"certificate_deployments\": "
                    + "[{\"received_certificate_chain\": [{\"hpkp_pin\": "
                    + "\"C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=\", \"as_pem\": null}], "
                    + "\"verified_certificate_chain\": [{\"hpkp_pin\": "
                    + "\"C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=\"}]}]}}}}]}");
        if (!format.CanWrite) return Bytes("assert_fingerprint='0b9f'");
        var sets = Enumerable.Range(0, 12).Select(seed => format is ForeignFormat foreign
            ? new GeneratedSets(seed).Fitting(foreign)
            : new GeneratedSets(seed).Wild(4));
        IEnumerable<FormatWriting> writings = [.. sets.Select(set => format.Write(set, Form.Options))];
        return Bytes([.. writings.SelectMany(writing => new[] { writing.Content, writing.Companion?.Content })
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
        string second =
            PinStoreJson.Write(
                new PinStore(format.Read(NewText(Write(format, again.Sets).Content, _ =>
                    Write(format, again.Sets).Companion?.Content)).Sets));
        if (first != second)
            throw new InvalidOperationException(
                $"What was written reads otherwise the second time:\n{first}\n{second}");
    }

    private static FormatWriting Write(IPinSetFormat format, IReadOnlyList<PinSet> sets)
    {
        try
        {
            return format.Write(sets, Form.Options);
        }
        catch (PinningException error) when (error.Fault.Id is not "NothingToWrite")
        {
            throw new InvalidOperationException("What was read cannot be written.", error);
        }
    }

    private static FormatText NewText(string content, Func<string, string?> companion) =>
        new("fuzz", content) { Hosts = s_hosts, Companion = companion };

    private static IEnumerable<FuzzTarget> Texts()
    {
        byte[][] json =
            Bytes("{\"a\": [1, -2.5e+3, true, null, \"\\u00e4\\n\"], \"b\": {\"c\": []}} // d\n", "[[[[[1]]]]]");
        yield return new FuzzTarget("Json", json, s_words, input =>
            JsonWriter.WriteCompact(JsonReader.Parse(Text(input), "fuzz", comments: input.Length % 2 == 0)));
        yield return new FuzzTarget("Pin",
            Bytes("sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=",
                "pin-sha256=\"C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=\""), s_words, input =>
                    SpkiPin.Parse(Text(input)));
        yield return new FuzzTarget("Pattern", Bytes("**.example.com:443", "*.b\u00fccher.example",
            "[2001:db8::1]:8443", "192.0.2.1"), s_words, input => SameAgain(HostPattern.Parse(Text(input))));
        yield return new FuzzTarget("Unicode",
            [Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("{}")).ToArray(),
                [0xef, 0xbb, 0xbf, (byte)'a']], s_words, input => UnicodeFile.Decode(input, input.Length, "fuzz"));
    }

    private static void SameAgain(HostPattern pattern)
    {
        if (HostPattern.Parse(pattern.Text).Text != pattern.Text)
            throw new InvalidOperationException($"'{pattern.Text}' is not canonical.");
    }

    private static IEnumerable<FuzzTarget> Binary()
    {
        TestCertificate leaf = TestCertificate.Root("root.example").IssueAuthority("ca.example").Issue("leaf.example");
        byte[][] certificates =
            [.. leaf.Chain.Select(certificate => certificate.Der),
                .. new[] { ExoticCertificates.Ed25519(), ExoticCertificates.RsaPss(), ExoticCertificates.Dsa() }.Select(
                    exotic => exotic.Der)];
        yield return new FuzzTarget("Certificate", certificates, s_tags, input =>
            Describe(DerCertificate.Parse(input)));
        yield return new FuzzTarget("PublicKey", [leaf.PublicKeyInfo], s_tags, input => PublicKeyBytes.Pin(input));
        byte[][] containers = [.. Containers(leaf)];
        yield return new FuzzTarget("KeyFile", containers, s_tags, ReadKeys);
        byte[][] pem =
        [
            .. Bytes(leaf.ChainPem, leaf.KeyPem),
            .. containers.Select(data => PemWriter.Write("PKCS7", data)),
        ];
        yield return new FuzzTarget("Pem", pem, s_words, ReadKeys);
    }

    private static IEnumerable<byte[]> Containers(TestCertificate leaf)
    {
        var all = new X509Certificate2Collection(leaf.Chain.Select(certificate => certificate.Certificate).ToArray());
        yield return all.Export(X509ContentType.Pkcs7)!;
        yield return all.Export(X509ContentType.Pfx, Password)!;
        yield return leaf.Key.ExportPkcs8PrivateKey();
        yield return leaf.Key.ExportEncryptedPkcs8PrivateKey(Password,
            new(System.Security.Cryptography.PbeEncryptionAlgorithm.Aes256Cbc,
                System.Security.Cryptography.HashAlgorithmName.SHA256, 1000));
        yield return new CertificateRequest("CN=a", (System.Security.Cryptography.ECDsa)leaf.Key,
            System.Security.Cryptography.HashAlgorithmName.SHA256).CreateSigningRequest();
        using var rsa = System.Security.Cryptography.RSA.Create(1024);
        yield return rsa.ExportRSAPrivateKey();
        yield return ((System.Security.Cryptography.ECDsa)leaf.Key).ExportECPrivateKey();
    }

    private static void ReadKeys(byte[] input)
    {
        using var password = new SecureString();
        foreach (char c in Password) password.AppendChar(c);
        foreach (CertificateItem item in KeyFile.Read(new MemoryStream(input), "fuzz",
            new KeyPassword(password, MaxIterations), certificatesOnly: false))
            if (item.Holder is { } holder) Describe(holder);
    }

    private static void Describe(IKeyHolder holder)
    {
        var record = new PinRecord(holder);
        _ = (record.Pin, record.Subject, record.Issuer, record.SerialNumber, record.NotBefore,
            record.NotAfter, record.DaysLeft);
        _ = (record.SubjectAlternativeName, record.KeyAlgorithm, record.KeySize, record.SignatureAlgorithm,
            record.ToString());
    }

    private static string Text(byte[] input) => Encoding.UTF8.GetString(input);

    private static byte[][] Bytes(params string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];
}
