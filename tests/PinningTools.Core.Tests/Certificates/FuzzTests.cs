using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace PinningTools.Tests.Certificates;

/// <summary>
/// Broken input of every form never crashes, hangs or takes memory without bound. The mutations are the same in every
/// run.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const string Password = "x";
    private const long MaxAllocated = 64 << 20;

    private static readonly PropertyInfo[] s_facts = typeof(PinRecord).GetProperties();

    [Fact, Trait(Rounds.Category, Rounds.Long)]
    public void Mutated_certificates_keys_and_containers_come_to_items_or_faults()
    {
        int runs = Rounds.Of(usual: 20_000, whole: 1_000_000);
        byte[][] seeds = Seeds();
        var random = new Random(20261121);
        int good = 0;
        for (int run = 0; run < runs; run++)
        {
            byte[] input = Mutate(seeds[run % seeds.Length], seeds, random);
            if (Read(input, run)) good++;
        }

        // Mutations that break everything would test the first check alone.
        Assert.InRange(good, runs / 20, runs);
        output.Tell($"{runs} mutations, {good} of them read");
    }

    [Fact]
    public void Every_seed_is_read_before_it_is_broken() => Assert.All(Seeds(), seed => Assert.True(Read(seed, -1)));

    [Theory]
    [InlineData(0x30)]
    [InlineData(0xA0)]
    public void Nesting_without_end_is_refused_in_linear_time(byte tag)
    {
        byte[] deep = [.. Enumerable.Repeat(new byte[] { tag, 0x80 }, 1 << 20).SelectMany(pair => pair)];
        deep[0] = 0x30;

        Assert.False(Read(deep, -2));
    }

    private static bool Read(byte[] input, int run)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        bool good = false;
        try
        {
            var password = new KeyPassword(TestKeyFiles.Secure(Password), new KeyWork(20_000, CancellationToken.None));
            foreach (KeyFileItem item in KeyFile.Read(
                new MemoryStream(input), "fuzz", password, certificatesOnly: false))
            {
                Assert.True(item.Holder is null != item.Fault is null);
                if (item.Holder is null) continue;
                good = true;
                var record = new PinRecord(item.Holder);
                foreach (PropertyInfo fact in s_facts) fact.GetValue(record);
            }
        }
        catch (PinningException)
        {
            // A fault for the whole input.
        }
        catch (Exception error)
        {
            Assert.Fail($"Run {run}: {error}\n{Convert.ToBase64String(input)}");
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        string start = Convert.ToBase64String(input.AsSpan(0, Math.Min(input.Length, 4096)));
        Assert.True(allocated < MaxAllocated, $"Run {run} allocated {allocated} bytes.\n{start}");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"Run {run} took {watch.Elapsed}.");
        return good;
    }

    private static byte[] Mutate(byte[] seed, byte[][] seeds, Random random)
    {
        List<byte> data = [.. seed];
        int changes = random.Next(1, 4);
        for (int i = 0; i < changes && data.Count > 0; i++)
        {
            int at = random.Next(data.Count);
            switch (random.Next(8))
            {
                case 0:
                    data[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    data[at] = (byte)random.Next(256);
                    break;
                case 2:
                    data.RemoveRange(at, random.Next(1, data.Count - at + 1));
                    break;
                case 3:
                    data.RemoveRange(at, Math.Min(random.Next(1, 9), data.Count - at));
                    break;
                case 4:
                    data.InsertRange(at, data.Skip(random.Next(data.Count)).Take(random.Next(1, 200)).ToArray());
                    break;
                case 5:
                    byte[] other = seeds[random.Next(seeds.Length)];
                    data.InsertRange(at, other.Skip(random.Next(other.Length)).Take(random.Next(1, 200)));
                    break;
                case 6:
                    data[at] = random.Next(2) == 0 ? (byte)0x80 : (byte)0xFF;
                    break;
                default:
                    byte[] length = [0x84, (byte)random.Next(256), 0xFF, 0xFF, 0xFF];
                    for (int j = 0; j < length.Length && at + j < data.Count; j++) data[at + j] = length[j];
                    break;
            }
        }

        return [.. data];
    }

    private static byte[][] Seeds()
    {
        TestCertificate root = TestCertificate.Root("Fuzz Root");
        TestCertificate leaf = root.Issue("host.example");
        var ec = (ECDsa)leaf.Key;
        using var rsa = RSA.Create(1024);
        var all = new X509Certificate2Collection { leaf.Certificate, root.Certificate };
        byte[] p7b = all.Export(X509ContentType.Pkcs7)!;
        byte[] encrypted = ec.ExportEncryptedPkcs8PrivateKey(
            Password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 2));
        byte[] request = new CertificateRequest("CN=host.example", ec, HashAlgorithmName.SHA256).CreateSigningRequest();
        byte[] bare = BarePfx(leaf.Der, ec.ExportPkcs8PrivateKey(), rsa.ExportPkcs8PrivateKey(), encrypted);
        return
        [
            leaf.Der, Encoding.ASCII.GetBytes(leaf.ChainPem + leaf.KeyPem),
            [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(leaf.ChainPem)],
            p7b, Ber.Indefinite(p7b), Encoding.ASCII.GetBytes(PemEncoding.WriteString("PKCS7", p7b)),
            all.Export(X509ContentType.Pfx, Password)!, bare, Ber.Indefinite(bare),
            encrypted, request, ec.ExportSubjectPublicKeyInfo(), ec.ExportECPrivateKey(), ec.ExportPkcs8PrivateKey(),
            rsa.ExportRSAPublicKey(), rsa.ExportRSAPrivateKey(), rsa.ExportPkcs8PrivateKey(),
            Encoding.ASCII.GetBytes(Convert.ToBase64String(root.Der)),
            ExoticCertificates.Dsa().Der, ExoticCertificates.EcExplicitParameters().Der,
            ExoticCertificates.Version1().Der, PemBody(ExoticCertificates.Dsa().KeyPem!),
        ];
    }

    private static byte[] PemBody(string pem) =>
        Convert.FromBase64String(string.Concat(pem.Split('\n').Where(line => line.Length > 0 && line[0] != '-')));

    /// <summary>A PFX without a MAC, so that mutations get past it.</summary>
    private static byte[] BarePfx(byte[] certificate, byte[] key, byte[] otherKey, byte[] shrouded)
    {
        byte[] bags = DerWriter.Sequence(
            Bag("1.2.840.113549.1.12.10.1.3", DerWriter.Sequence(
                DerWriter.Oid("1.2.840.113549.1.9.22.1"), DerWriter.Tagged(0, DerWriter.OctetString(certificate)))),
            Bag("1.2.840.113549.1.12.10.1.1", key),
            Bag("1.2.840.113549.1.12.10.1.6", DerWriter.Sequence(Bag("1.2.840.113549.1.12.10.1.1", otherKey))),
            Bag("1.2.840.113549.1.12.10.1.2", shrouded));
        byte[] safe = DerWriter.Sequence(Content(bags));
        return DerWriter.Sequence(DerWriter.Integer(3), Content(safe));

        static byte[] Bag(string oid, byte[] value) =>
            DerWriter.Sequence(DerWriter.Oid(oid), DerWriter.Tagged(0, value));

        static byte[] Content(byte[] data) => DerWriter.Sequence(
            DerWriter.Oid("1.2.840.113549.1.7.1"), DerWriter.Tagged(0, DerWriter.OctetString(data)));
    }
}
