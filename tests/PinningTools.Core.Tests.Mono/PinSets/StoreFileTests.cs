using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.PinSets;

/// <summary>The file of a store, and the signature of a published one, on this leg.</summary>
public sealed class StoreFileTests
{
    [Fact]
    public async Task Writers_at_the_same_time_lose_nothing()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("pins.json");

        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(() => PinStoreFile.UpdateAsync(
            path,
            store =>
            {
                store.Put(TestSets.Of($"host{i}.example"));
                return true;
            },
            CancellationToken.None))));

        PinStore written = PinStoreFile.Read(path);
        Assert.All(
            Enumerable.Range(0, 12),
            i => Assert.NotNull(written.Find(HostName.Parse($"host{i}.example"), 443)));
        Assert.Equal(["pins.json", "pins.json.lock"], folder.Names());
    }

    [Fact]
    public async Task What_a_killed_writer_left_is_removed_and_a_failed_one_leaves_the_old_file()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("pins.json");
        File.WriteAllText(path, PinStoreJson.Write(TestSets.Store("old.example")));
        File.WriteAllText(folder.File($".pins.json.{Guid.NewGuid():N}.tmp"), "half");

        await Assert.ThrowsAsync<InvalidOperationException>(() => PinStoreFile.UpdateAsync(
            path, bool (_) => throw new InvalidOperationException(), CancellationToken.None));

        Assert.NotNull(PinStoreFile.Read(path).Find(HostName.Parse("old.example"), 443));
        await PinStoreFile.UpdateAsync(
            path,
            store =>
            {
                store.Put(TestSets.Of("new.example"));
                return true;
            },
            CancellationToken.None);
        Assert.NotNull(PinStoreFile.Read(path).Find(HostName.Parse("new.example"), 443));
        Assert.Equal(["pins.json", "pins.json.lock"], folder.Names());
    }

    [SkippableTheory]
    [InlineData(KeyKind.EcP256, "SHA256WITHPLAIN-ECDSA")]
    [InlineData(KeyKind.EcP256, "SHA-256withECDSA")]
    [InlineData(KeyKind.Rsa2048, "SHA-256withRSAandMGF1")]
    public void The_signature_of_a_published_store_is_verified(KeyKind kind, string algorithm)
    {
        Skip.If(MonoRuntime.IsRunning && kind == KeyKind.EcP256, "Mono has no keys on curves");
        AsymmetricCipherKeyPair pair = PublisherKey.Create(kind);
        byte[] data = Encoding.UTF8.GetBytes("exactly these bytes");
        ISigner signer = SignerUtilities.GetSigner(algorithm);
        signer.Init(forSigning: true, pair.Private);
        signer.BlockUpdate(data, 0, data.Length);
        byte[] signature = signer.GenerateSignature();
        SigningKey key = SigningKey.Parse(Convert.ToBase64String(
            SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(pair.Public).GetDerEncoded()));

        Assert.True(key.Verify(data, signature));
        data[0] ^= 1;
        Assert.False(key.Verify(data, signature));
    }
}
