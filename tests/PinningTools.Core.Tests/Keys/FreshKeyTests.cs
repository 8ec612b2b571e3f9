using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Keys;

/// <summary>A key is what was asked for, on every platform, or none is made.</summary>
public sealed class FreshKeyTests
{
    [Theory]
    [InlineData(BackupKeyAlgorithm.Rsa3072, 3072)]
    [InlineData(BackupKeyAlgorithm.Rsa4096, 4096)]
    public void An_RSA_key_has_the_size_that_was_asked_for(BackupKeyAlgorithm algorithm, int bits)
    {
        using FreshKey key = FreshKey.Create(algorithm);

        Assert.Equal(("RSA", bits), Describe(DerPublicKey.Parse(key.PublicKey)));
        Assert.Equal(("RSA", bits), Describe(PrivateKeyReader.ReadPkcs8(key.ToPkcs8(), new KeyWork())));
    }

    [SkippableTheory]
    [InlineData(BackupKeyAlgorithm.EcP256, "EC P-256", 256)]
    [InlineData(BackupKeyAlgorithm.EcP384, "EC P-384", 384)]
    public void An_EC_key_is_on_the_curve_that_was_asked_for(BackupKeyAlgorithm algorithm, string name, int bits)
    {
        Skip.If(MonoRuntime.IsRunning, "Mono makes no EC keys");
        using FreshKey key = FreshKey.Create(algorithm);

        Assert.Equal((name, bits), Describe(DerPublicKey.Parse(key.PublicKey)));
        Assert.Equal((name, bits), Describe(PrivateKeyReader.ReadPkcs8(key.ToPkcs8(), new KeyWork())));
    }

    [Fact]
    public void A_key_that_is_not_what_was_asked_for_is_measured_and_refused()
    {
        using var small = new FreshRsaKey(2048);
        using var key = new FreshRsaKey(3072);
        using var other = new FreshRsaKey(3072);
        byte[] request = Request(key);
        byte[] badlySigned = (byte[])request.Clone();
        badlySigned[badlySigned.Length - 1] ^= 1;

        FreshKeyCheck.Measure(key, key.ToPkcs8(), request, BackupKeyAlgorithm.Rsa3072);
        Assert.Contains("2048 bits", Refusal(small, small, Request(small)));
        Assert.Contains("public and private keys do not belong together", Refusal(key, other, request));
        Assert.Contains("public and private keys do not belong together", Refusal(key, key, Request(other)));
        Assert.Contains("signature", Refusal(key, key, badlySigned));
    }

    private static byte[] Request(FreshKey key) => CertificateRequestWriter.Write(
        CertificateRequestWriter.SubjectOf(RequestedName.Parse("host.example")), [], key);

    private static string Refusal(FreshKey key, FreshKey written, byte[] request)
    {
        PinningException error = Assert.Throws<PinningException>(
            () => FreshKeyCheck.Measure(key, written.ToPkcs8(), request, BackupKeyAlgorithm.Rsa3072));
        Assert.Equal("KeyNotAsAsked", error.Fault.Id);
        return error.Fault.Message;
    }

    private static (string, int) Describe(DerPublicKey key) => (key.Key.Algorithm, key.Key.Size ?? 0);
}
