using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Certificates;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Keys;

/// <summary>New requests for keys that exist.</summary>
public sealed class KeyRequestTests(KeyFileTableTests.Folder made) : IClassFixture<KeyFileTableTests.Folder>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [SkippableTheory]
    [InlineData("encrypted PKCS#8, rsa", BackupKeyAlgorithm.Rsa3072)]
    [InlineData("traditional and encrypted, rsa", null)]
    [InlineData("encrypted PKCS#8, rsa-pss", null)]
    [InlineData("encrypted PKCS#8, p256", BackupKeyAlgorithm.EcP256)]
    [InlineData("SEC 1 without the point, p521", null)]
    [InlineData("SEC 1 with a compressed point, p256", BackupKeyAlgorithm.EcP256)]
    [InlineData("PKCS#8, secp256k1", null)]
    [InlineData("PKCS#8, p256-explicit", null)]
    [InlineData("encrypted PKCS#8, ed25519", BackupKeyAlgorithm.Ed25519)]
    [InlineData("PKCS#8, ed448", null)]
    [InlineData("traditional, dsa", null)]
    [InlineData("PFX of an Ed25519 key", BackupKeyAlgorithm.Ed25519)]
    public async Task Openssl_verifies_the_request_and_the_key_file_is_untouched(string row, BackupKeyAlgorithm? kind)
    {
        (string key, string pin) = await made.MakeAsync(row);
        byte[] before = await File.ReadAllBytesAsync(key);

        PinBackupKey result = Make(key, KeyFileTable.Password, "CN=New Name, O=Example");

        ToolResult request = await Tool.RunAsync(Tool.Find("openssl")!,
            ["req", "-in", result.RequestPath, "-verify", "-noout", "-text", "-nameopt", "RFC2253"]);
        Assert.Contains("verify OK", request.Error + request.Output);
        Assert.Contains("DNS:new.example, DNS:*.new.example", request.Output);
        Assert.Contains("New Name", request.Output);
        Assert.Equal([pin, pin], [result.Pin, TestKeyFiles.One(await File.ReadAllBytesAsync(result.RequestPath)).Pin]);
        Assert.Equal((key, row.EndsWith(" rsa", StringComparison.Ordinal) ? null : kind), (result.KeyPath, result.KeyAlgorithm));
        Assert.Equal(before, await File.ReadAllBytesAsync(key));
    }

    [Theory]
    [InlineData(BackupKeyAlgorithm.EcP384)]
    [InlineData(BackupKeyAlgorithm.Rsa3072)]
    [InlineData(BackupKeyAlgorithm.Ed25519)]
    [InlineData(BackupKeyAlgorithm.MLDsa44)]
    [InlineData(BackupKeyAlgorithm.MLDsa87)]
    public void A_backup_key_gets_a_new_request_years_later(BackupKeyAlgorithm algorithm)
    {
        PinBackupKey first = BackupKeyMaker.Make(
            [RequestedName.Parse("old.example")], null, algorithm, TestKeyFiles.Secure("secret")!, _folder.File("a.key"),
            _folder.File("a.csr"), false, CancellationToken.None);
        byte[] before = File.ReadAllBytes(first.RequestPath);

        Assert.Equal("KeyFileExists", FaultOf(() => Make(first.KeyPath, "secret", requestPath: first.RequestPath)));
        Assert.Equal("PasswordWrong", FaultOf(() => Make(first.KeyPath, "other")));
        Assert.Equal("PasswordNeeded", FaultOf(() => Make(first.KeyPath, null)));
        Assert.Equal(before, File.ReadAllBytes(first.RequestPath));
        PinBackupKey second = Make(first.KeyPath, "secret", requestPath: first.RequestPath, replace: true);

        Assert.Equal((first.Pin, algorithm), (second.Pin, second.KeyAlgorithm!.Value));
        PinRecord request = TestKeyFiles.One(File.ReadAllBytes(second.RequestPath));
        Assert.Equal((first.Pin, "CN=new.example"), (request.Pin, request.Subject));
        Assert.Equal(["new.example", "*.new.example"], request.SubjectAlternativeName!);
    }

    [Fact]
    public void The_file_must_hold_one_key_that_can_be_read()
    {
        using var one = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var two = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string pem = one.ExportPkcs8PrivateKeyPem() + "\n";
        string Write(string text)
        {
            File.WriteAllText(_folder.File("keys.pem"), text);
            return _folder.File("keys.pem");
        }

        Assert.Equal("PrivateKeyNotOne", FaultOf(() => Make(Write(one.ExportSubjectPublicKeyInfoPem()), null)));
        Assert.Equal("PrivateKeyNotOne", FaultOf(() => Make(Write(pem + two.ExportPkcs8PrivateKeyPem()), null)));
        Assert.Equal("MalformedDer", FaultOf(() => Make(
            Write(pem + "-----BEGIN PRIVATE KEY-----\nDAFh\n-----END PRIVATE KEY-----\n"), null)));
        Assert.Equal("NoCertificate", FaultOf(() => Make(Write("nothing"), null)));
        Assert.Equal("KeyAndRequestSameFile", FaultOf(() => Make(Write(pem), null, requestPath: _folder.File("keys.pem"))));
        Assert.Equal("SubjectInvalid", FaultOf(() => Make(Write(pem), null, "nonsense")));
        Assert.False(File.Exists(_folder.File("new.csr")));
        // The same key twice, and its certificate's public key, are still one key.
        Assert.Equal(
            SpkiPin.Of(one.ExportSubjectPublicKeyInfo()).ToString(),
            Make(Write(pem + one.ExportECPrivateKeyPem() + "\n" + one.ExportSubjectPublicKeyInfoPem()), null).Pin);
    }

    [SkippableTheory]
    [InlineData("PKCS#8, x25519")]
    [InlineData("PKCS#8, x448")]
    [InlineData("PKCS#8, dh")]
    public async Task A_key_for_agreement_signs_nothing(string row)
    {
        (string key, _) = await made.MakeAsync(row);

        Assert.Equal("KeyCannotSign", FaultOf(() => Make(key, null)));
        Assert.False(File.Exists(_folder.File("new.csr")));
    }

    [Fact]
    public void A_signature_that_does_not_verify_is_not_written()
    {
        using var key = new Forger();
        PinningException error = Assert.Throws<PinningException>(() => KeyRequestMaker.Sign(
            CertificateRequestWriter.SubjectOf(RequestedName.Parse("a.example")), [], key, "a.key"));
        Assert.Equal("RequestNotVerified", error.Fault.Id);
    }

    [Fact]
    public void A_stopped_command_writes_nothing()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(_folder.File("a.key"), key.ExportPkcs8PrivateKeyPem());

        Assert.ThrowsAny<OperationCanceledException>(() => KeyRequestMaker.Make(
            [RequestedName.Parse("a.example")], null, _folder.File("a.key"), null, _folder.File("new.csr"), false,
            new CancellationToken(canceled: true)));
        Assert.False(File.Exists(_folder.File("new.csr")));
    }

    public void Dispose() => _folder.Dispose();

    private static string FaultOf(Action action) => Assert.Throws<PinningException>(action).Fault.Id;
    private PinBackupKey Make(
        string keyPath, string? password, string? subject = null, string? requestPath = null, bool replace = false) =>
        KeyRequestMaker.Make(
            [RequestedName.Parse("new.example"), RequestedName.Parse("*.new.example")], subject, keyPath,
            TestKeyFiles.Secure(password), requestPath ?? _folder.File("new.csr"), replace, CancellationToken.None);

    /// <summary>A key whose signatures are another key's.</summary>
    private sealed class Forger : RequestKey
    {
        private readonly FreshRsaKey _key = new(2048);
        private readonly FreshRsaKey _other = new(2048);

        internal override byte[] PublicKey => _key.PublicKey;

        internal override byte[] SignatureAlgorithm => _key.SignatureAlgorithm;

        internal override byte[] Sign(byte[] data) => _other.Sign(data);

        internal override bool Verify(byte[] data, byte[] signature) => _key.Verify(data, signature);

        public override void Dispose()
        {
            _key.Dispose();
            _other.Dispose();
        }
    }
}
