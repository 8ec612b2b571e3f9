using System;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.IO;
using PinningTools.Internal;

namespace PinningTools.Benchmarks;

/// <summary>The pins of a bundle of certificates, and the bundle itself.</summary>
internal static class FileBenchmark
{
    /// <summary>Writes a bundle of different certificates on P-256, each under a key of its own.</summary>
    internal static void Generate(string path, int count)
    {
        using var issuer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var name = new X500DistinguishedName("CN=Benchmark CA");
        var generator = X509SignatureGenerator.CreateForECDsa(issuer);
        using var writer = new StreamWriter(path);
        byte[] serial = new byte[8];
        for (int i = 0; i < count; i++)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest($"CN=host{i}.example, O=Benchmark", key, HashAlgorithmName.SHA256);
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName($"host{i}.example");
            request.CertificateExtensions.Add(names.Build());
            BitConverter.TryWriteBytes(serial, (long)i + 1);
            using X509Certificate2 certificate = request.Create(
                name, generator, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(90), serial);
            writer.Write(certificate.ExportCertificatePem());
            writer.Write('\n');
        }
    }

    /// <summary>Reads it, and prints certificates a second and what the memory grew by after the first thousand.</summary>
    internal static void Read(string path)
    {
        foreach (KeyFileItem warm in KeyFile.Read(path, new KeyPassword(null)))
            if (warm.Index == 20_000) break;
        long early = 0;
        long peak = 0;
        int count = 0;
        int different = 0;
        SpkiPin last = default;
        var watch = Stopwatch.StartNew();
        foreach (KeyFileItem item in KeyFile.Read(path, new KeyPassword(null)))
        {
            SpkiPin pin = item.Holder!.Pin;
            if (pin != last) different++;
            last = pin;
            if (++count == 1000) early = GC.GetTotalMemory(forceFullCollection: true);
            else if (count % 20_000 == 0) peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true));
        }

        watch.Stop();
        Console.WriteLine($"{count} {different} {count / watch.Elapsed.TotalSeconds:F0} {(peak - early) / 1024}");
    }
}
