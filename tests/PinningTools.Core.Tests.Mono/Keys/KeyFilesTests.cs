using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.OpenSsl;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.X509;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Support;
using Xunit;
using PemReader = Org.BouncyCastle.OpenSsl.PemReader;

namespace PinningTools.Tests.Keys;

/// <summary>Keys that this leg makes by hand, read by another library, and the other way round.</summary>
public sealed class KeyFilesTests
{
    private const string Password = "open sesame";

    [SkippableTheory]
    [InlineData(BackupKeyAlgorithm.EcP256)]
    [InlineData(BackupKeyAlgorithm.EcP384)]
    [InlineData(BackupKeyAlgorithm.Rsa3072)]
    public void A_backup_key_is_one_for_others_too(BackupKeyAlgorithm algorithm)
    {
        Skip.If(
            MonoRuntime.IsRunning && algorithm is BackupKeyAlgorithm.EcP256 or BackupKeyAlgorithm.EcP384,
            "Mono has no keys on curves");
        using var folder = new TemporaryFolder();
        string key = folder.File("spare.key"), request = folder.File("spare.csr");

        PinBackupKey made = BackupKeyMaker.Make(
            [RequestedName.Parse("www.example.com")], null, algorithm,
            new NetworkCredential("", Password).SecurePassword, key, request, replace: false,
            CancellationToken.None);

        using var keyText = new StreamReader(key);
        var pair = (AsymmetricKeyParameter)new PemReader(keyText, new Finder()).ReadObject();
        using var requestText = new StreamReader(request);
        var asked = (Pkcs10CertificationRequest)new PemReader(requestText).ReadObject();
        Assert.True(pair.IsPrivate);
        Assert.True(asked.Verify());
        byte[] info = SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(asked.GetPublicKey()).GetDerEncoded();
        Assert.Equal(made.Pin, SpkiPin.Of(info).ToString());
        Assert.Equal([made.Pin], PinsOf(key, Password));
        Assert.Equal([made.Pin], PinsOf(request, null));
    }

    [Fact]
    public void A_pfx_file_of_others_is_read()
    {
        TestCertificate leaf = TestCertificate.Root("Root").Issue("localhost");
        using var folder = new TemporaryFolder();
        string path = folder.File("leaf.pfx");
        File.WriteAllBytes(path, CertificateMint.ToPfx(leaf.Der, leaf.Key));

        Assert.Contains(leaf.Pin, PinsOf(path, CertificateMint.PfxPassword));
        Assert.DoesNotContain(leaf.Pin, PinsOf(path, "another"));
    }

    private static IReadOnlyList<string> PinsOf(string path, string? password)
    {
        var secret = new KeyPassword(password is null ? null : new NetworkCredential("", password).SecurePassword);
        return [.. KeyFile.Read(path, secret).Where(item => item.Holder is not null)
            .Select(item => item.Holder!.Pin.ToString()).Distinct()];
    }

    private sealed class Finder : IPasswordFinder
    {
        public char[] GetPassword() => Password.ToCharArray();
    }
}
