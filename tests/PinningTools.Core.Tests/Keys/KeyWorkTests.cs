using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using PinningTools.Internal;
using PinningTools.Tests.Certificates;
using Xunit;

namespace PinningTools.Tests.Keys;

/// <summary>What a key file may cost. Nothing here is timed: what would cost too much is seen not to be begun.</summary>
public sealed class KeyWorkTests
{
    private const string Secp521 = "1.3.132.0.35";

    [Theory]
    [InlineData("SHA1", 32, 4)]
    [InlineData("SHA1", 20, 2)]
    [InlineData("SHA256", 32, 2)]
    [InlineData("SHA512", 32, 4)]
    public void Iterations_are_counted_in_hash_blocks(string hash, int length, int blocks)
    {
        Assert.Equal(1000 * blocks, KeyDerivation.CostOfPbkdf2(new byte[8], 1000, new HashAlgorithmName(hash), length));
        Assert.Equal(500 * blocks, KeyDerivation.CostOfPkcs12(new byte[8], 1000, new HashAlgorithmName(hash), length));
    }

    [Fact]
    public void A_long_salt_is_counted()
    {
        Assert.True(KeyDerivation.CostOfPbkdf2(new byte[1 << 20], 1, HashAlgorithmName.SHA1, 32) > 30_000);
        Assert.True(KeyDerivation.CostOfPkcs12(new byte[1 << 20], 1, HashAlgorithmName.SHA1, 24) > 60_000);
    }

    [Theory]
    [InlineData(2_000_000)]
    [InlineData(300_000)]
    [InlineData(150_000)]
    public void Nothing_is_derived_for_nobodys_password_unless_it_is_cheap(int iterations)
    {
        byte[] pfx = TestPkcs12.Of([TestPkcs12.ShroudedBag(1)], TestPkcs12.Mac(iterations));

        // One try of 150,000 is allowed, and no second.
        Assert.Equal("PasswordNeeded", FaultOf(pfx, null, blocks: 199_999));
    }

    [Fact]
    public void What_has_no_MAC_is_not_decrypted_for_nobodys_password_either()
    {
        byte[] pfx = TestPkcs12.Of([.. Enumerable.Repeat(TestPkcs12.ShroudedBag(40_000), 50)]);

        // The first one, at 160,000 blocks, is cheap; all of them together are not.
        Assert.Equal(
            Enumerable.Repeat("PasswordNeeded", 50), Read(pfx, null, 199_999).Select(item => item.Fault!.Id));
    }

    [Fact]
    public void The_empty_password_is_tried_in_its_second_form_only_where_that_is_cheap()
    {
        byte[] costly = TestPkcs12.Of([], TestPkcs12.Mac(300_000));
        byte[] cheap = TestPkcs12.Of([], TestPkcs12.Mac(1000));

        Assert.Equal("KeyDerivationTooCostly", FaultOf(costly, "", blocks: 300_001));
        Assert.Equal("PasswordWrong", FaultOf(cheap, "", blocks: 2_001));
    }

    [Fact]
    public void A_password_is_tried_once()
    {
        byte[] pfx = TestPkcs12.Of([], TestPkcs12.Mac(1000));

        Assert.Equal("PasswordWrong", FaultOf(pfx, "secret", blocks: 1_001));
    }

    [Fact]
    public void A_file_of_many_keys_ends_in_one_error_when_the_work_is_spent()
    {
        byte[] pfx = TestPkcs12.Of([.. Enumerable.Repeat(TestPkcs12.ShroudedBag(100), 2000)]);

        List<KeyFileItem> items = Read(pfx, "secret", 1_250);

        Assert.Equal(
            ["PasswordWrong", "PasswordWrong", "PasswordWrong", "KeyWorkSpent"],
            items.Select(item => item.Fault!.Id));
    }

    [Fact]
    public void A_text_of_many_keys_ends_in_one_error_and_its_certificates_are_read()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string block = PemEncoding.WriteString("ENCRYPTED PRIVATE KEY", TestPkcs12.Encrypted(100)) + "\n";
        string open = PemEncoding.WriteString("PUBLIC KEY", key.ExportSubjectPublicKeyInfo());
        string text = string.Concat(Enumerable.Repeat(block, 2000)) + open;

        List<KeyFileItem> items = Read(Encoding.ASCII.GetBytes(text), "secret", 450);

        Assert.Equal(["PasswordWrong", "KeyWorkSpent", null], items.Select(item => item.Fault?.Id));
        Assert.Equal(SpkiPin.Of(key.ExportSubjectPublicKeyInfo()), items[2].Holder!.Pin);
    }

    [Fact]
    public void All_files_of_a_command_share_what_may_be_done()
    {
        byte[] file = TestPkcs12.Encrypted(100);
        var password = new KeyPassword(TestKeyFiles.Secure("secret"), new KeyWork(1_000, CancellationToken.None));

        string[] faults = [.. Enumerable.Range(0, 4).SelectMany(_ => Read(file, password)).Select(i => i.Fault!.Id)];

        Assert.Equal(["PasswordWrong", "PasswordWrong", "KeyWorkSpent", "KeyWorkSpent"], faults);
    }

    [Fact]
    public void Halves_that_are_computed_are_counted()
    {
        byte[] pfx = TestPkcs12.Of([.. Enumerable.Range(1, 50).Select(i => TestPkcs12.KeyBag(Bare(Secp521, 66, i)))]);

        List<KeyFileItem> items = Read(pfx, null, 99_999);

        Assert.Equal("KeyWorkSpent", items[^1].Fault?.Id);
        Assert.All(items.SkipLast(1), item => Assert.NotNull(item.Holder));
        Assert.InRange(items.Count, 2, 50);
    }

    [Fact]
    public void Two_thousand_keys_without_their_public_halves_are_read()
    {
        byte[] pfx = TestPkcs12.Of([.. Enumerable.Range(1, 2000).Select(i => TestPkcs12.KeyBag(Bare(Secp521, 66, i)))]);

        List<KeyFileItem> items = Read(pfx, null, KeyWork.MaxBlocks);

        Assert.Equal(2000, items.Select(item => item.Holder!.Pin).Distinct().Count());
    }

    [Fact]
    public void A_stopped_command_derives_computes_and_reads_no_further()
    {
        var work = new KeyWork(new CancellationToken(canceled: true));
        byte[][] files =
        [
            TestPkcs12.Encrypted(100), TestPkcs12.Of([TestPkcs12.KeyBag(Bare(Secp521, 66, 1))]),
            TestPkcs12.Of([], TestPkcs12.Mac(1)), Bare("1.2.840.10045.3.1.7", 32, 7),
        ];

        foreach (byte[] file in files)
            Assert.Throws<OperationCanceledException>(() =>
                Read(file, new KeyPassword(TestKeyFiles.Secure("secret"), work)));
    }

    [Fact]
    public void A_computation_that_runs_is_left_in_its_middle()
    {
        using var stop = new CancellationTokenSource();
        using var release = new ManualResetEventSlim();
        var work = new KeyWork(stop.Token);

        // Without the stop it would not end.
        Assert.Throws<OperationCanceledException>(() => work.Run(KeyWork.MaxAtOnce + 1, () =>
        {
            stop.Cancel();
            release.Wait();
            return 0;
        }));
        release.Set();
    }

    [Fact]
    public void What_a_computation_throws_on_its_thread_is_thrown_here() =>
        Assert.Throws<PinningException>(() => new KeyWork().Run<int>(
            KeyWork.MaxAtOnce + 1, () => throw new PinningException(Faults.PasswordWrong())));

    [Theory]
    [InlineData(1 << 30, 8, 1)]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue)]
    [InlineData(2, 1 << 24, 1)]
    [InlineData(2, 1, 1 << 24)]
    [InlineData(1 << 18, 8, 1)]
    [InlineData(1 << 15, 8, 64)]
    [InlineData(0, 8, 1)]
    [InlineData(16, 0, 1)]
    [InlineData(16, 8, 0)]
    [InlineData(16, -8, 1)]
    public void Scrypt_that_needs_much_is_refused_before_it_begins(int cost, int blockSize, int parallelization) =>
        Assert.Equal("ScryptTooCostly", FaultOf(
            TestPkcs12.Scrypt(cost, blockSize, parallelization), "secret", KeyWork.MaxBlocks));

    [Fact]
    public void Scrypt_is_counted() => Assert.Equal(
        "KeyWorkSpent", FaultOf(TestPkcs12.Scrypt(1 << 14, 8, 1), "secret", 2 * 8 * (1 << 14) - 1));

    /// <summary>PKCS#8 of a private number, as Java writes it.</summary>
    private static byte[] Bare(string curve, int bytes, int number) => DerWriter.Sequence(
        DerWriter.Integer(0), DerWriter.Sequence(DerWriter.Oid("1.2.840.10045.2.1"), DerWriter.Oid(curve)),
        DerWriter.OctetString(DerWriter.Sequence(
            DerWriter.Integer(1), DerWriter.OctetString(BigNumbers.ToBigEndian(number, bytes)))));

    private static string FaultOf(byte[] data, string? password, long blocks) =>
        Assert.Single(Read(data, password, blocks)).Fault!.Id;

    private static List<KeyFileItem> Read(byte[] data, string? password, long blocks) =>
        Read(data, new KeyPassword(TestKeyFiles.Secure(password), new KeyWork(blocks, CancellationToken.None)));

    private static List<KeyFileItem> Read(byte[] data, KeyPassword password) =>
        [.. KeyFile.Read(new MemoryStream(data), "test", password, certificatesOnly: false)];
}
