using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Certificates;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Keys;

public sealed class BackupKeyTests : IDisposable
{
    private const string Password = "corr\u00E9ct horse";

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(BackupKeyAlgorithm.EcP256, "EC P-256")]
    [InlineData(BackupKeyAlgorithm.EcP384, "EC P-384")]
    [InlineData(BackupKeyAlgorithm.Rsa3072, "RSA")]
    [InlineData(BackupKeyAlgorithm.Rsa4096, "RSA")]
    [InlineData(BackupKeyAlgorithm.Ed25519, "Ed25519")]
    [InlineData(BackupKeyAlgorithm.MLDsa44, "ML-DSA-44")]
    [InlineData(BackupKeyAlgorithm.MLDsa65, "ML-DSA-65")]
    [InlineData(BackupKeyAlgorithm.MLDsa87, "ML-DSA-87")]
    public void The_key_and_the_request_have_the_pin_that_is_said(BackupKeyAlgorithm algorithm, string name)
    {
        PinBackupKey made = Make(algorithm);

        PinRecord key = TestKeyFiles.One(File.ReadAllBytes(made.KeyPath), Password);
        PinRecord request = TestKeyFiles.One(File.ReadAllBytes(made.RequestPath));
        Assert.Equal([made.Pin, made.Pin, made.Pin], [key.Pin, request.Pin, made.ToString()]);
        Assert.Equal(PinRecordKind.PrivateKey, key.Kind);
        Assert.Equal(name, request.KeyAlgorithm);
        Assert.Equal("CN=*.host.example", request.Subject);
        Assert.Equal(["*.host.example", "xn--bcher-kva.example", "192.0.2.1", "2001:db8::1"],
            request.SubjectAlternativeName!);
        Assert.Equal("PasswordWrong", TestKeyFiles.FaultOf(File.ReadAllBytes(made.KeyPath), "other"));
    }

    [Theory]
    [InlineData(BackupKeyAlgorithm.EcP384)]
    [InlineData(BackupKeyAlgorithm.Rsa3072)]
    public void NET_opens_the_key_and_accepts_the_signature_of_the_request(BackupKeyAlgorithm algorithm)
    {
        PinBackupKey made = Make(algorithm, "CN=host, O=\"Example, Inc.\"");
        string pem = File.ReadAllText(made.KeyPath);

        using AsymmetricAlgorithm key = algorithm == BackupKeyAlgorithm.EcP384 ? ECDsa.Create() : RSA.Create();
        key.ImportFromEncryptedPem(pem, Password);
        var request = CertificateRequest.LoadSigningRequestPem(
            File.ReadAllText(made.RequestPath), HashAlgorithmName.SHA256,
            CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
        Assert.Equal(made.Pin, SpkiPin.Of(key.ExportSubjectPublicKeyInfo()).ToString());
        Assert.Equal("CN=host, O=\"Example, Inc.\"", request.SubjectName.Name);
        Assert.Single(request.CertificateExtensions);
    }

    [SkippableTheory]
    [InlineData(BackupKeyAlgorithm.EcP256)]
    [InlineData(BackupKeyAlgorithm.EcP384)]
    [InlineData(BackupKeyAlgorithm.Rsa3072)]
    [InlineData(BackupKeyAlgorithm.Rsa4096)]
    [InlineData(BackupKeyAlgorithm.Ed25519)]
    [InlineData(BackupKeyAlgorithm.MLDsa44)]
    [InlineData(BackupKeyAlgorithm.MLDsa65)]
    [InlineData(BackupKeyAlgorithm.MLDsa87)]
    public async Task Openssl_opens_the_key_and_verifies_the_request(BackupKeyAlgorithm algorithm)
    {
        string? openssl = Tool.Find("openssl");
        Skip.If(openssl is null, "openssl is not installed");
        ToolResult known = await Tool.RunAsync(openssl!, ["list", "-public-key-algorithms"]);
        Skip.If(algorithm.ToString().StartsWith("MLDsa", StringComparison.Ordinal) && !known.Output.Contains("ML-DSA"),
            "this openssl does not know ML-DSA");
        PinBackupKey made = Make(algorithm);

        ToolResult key = await Tool.RunAsync(openssl!,
            ["pkey", "-in", made.KeyPath, "-passin", "pass:" + Password, "-pubout", "-outform", "der"]);
        ToolResult check = await Tool.RunAsync(openssl!,
            ["pkey", "-in", made.KeyPath, "-passin", "pass:" + Password, "-check", "-noout"]);
        ToolResult wrong =
            await Tool.RunAsync(openssl!, ["pkey", "-in", made.KeyPath, "-passin", "pass:other", "-noout"]);
        ToolResult request =
            await Tool.RunAsync(openssl!, ["req", "-in", made.RequestPath, "-verify", "-noout", "-text"]);

        Assert.Equal(made.Pin, SpkiPin.Of(key.OutputBytes).ToString());
        Assert.Contains("Key is valid", check.Output);
        Assert.NotEqual(0, wrong.ExitCode);
        Assert.Equal(0, request.ExitCode);
        Assert.Contains("verify OK", request.Error + request.Output);
        Assert.Contains("DNS:*.host.example, DNS:xn--bcher-kva.example, IP Address:192.0.2.1, IP Address:2001:DB8:",
            request.Output);
    }

    /// <summary>The package of Python has an OpenSSL of its own, which is often newer than the system's.</summary>
    [SkippableTheory]
    [InlineData(BackupKeyAlgorithm.Ed25519)]
    [InlineData(BackupKeyAlgorithm.MLDsa44)]
    [InlineData(BackupKeyAlgorithm.MLDsa65)]
    [InlineData(BackupKeyAlgorithm.MLDsa87)]
    public async Task Python_opens_the_key_and_verifies_the_request(BackupKeyAlgorithm algorithm)
    {
        string? python = Tool.Find("python3");
        Skip.If(python is null, "python3 is not installed");
        ToolResult known = await Tool.RunAsync(python!, ["-c", "import cryptography.hazmat.primitives.asymmetric.mldsa"]);
        Skip.IfNot(known.ExitCode == 0, "this Python has no cryptography package that knows ML-DSA");
        PinBackupKey made = Make(algorithm);
        const string Script = """
            import base64, hashlib, sys
            from cryptography import x509
            from cryptography.hazmat.primitives import serialization as s
            key = s.load_pem_private_key(open(sys.argv[1], 'rb').read(), sys.argv[3].encode())
            request = x509.load_pem_x509_csr(open(sys.argv[2], 'rb').read())
            key.public_key().verify(request.signature, request.tbs_certrequest_bytes)
            info = key.public_key().public_bytes(s.Encoding.DER, s.PublicFormat.SubjectPublicKeyInfo)
            print('sha256/' + base64.b64encode(hashlib.sha256(info).digest()).decode())
            """;

        ToolResult read = await Tool.RunAsync(python!, ["-c", Script, made.KeyPath, made.RequestPath, Password]);

        Assert.Equal("", read.Error);
        Assert.Equal(made.Pin, read.Output.Trim());
    }

    [Fact]
    public void A_file_that_exists_is_not_replaced_unless_asked_for()
    {
        PinBackupKey first = Make(BackupKeyAlgorithm.EcP256);
        byte[] before = File.ReadAllBytes(first.KeyPath);

        Assert.Equal("KeyFileExists", FaultOf(() => Make(BackupKeyAlgorithm.EcP256)));
        File.Delete(first.KeyPath);
        Assert.Equal("KeyFileExists", FaultOf(() => Make(BackupKeyAlgorithm.EcP256)));
        Assert.False(File.Exists(first.KeyPath));
        File.WriteAllBytes(first.KeyPath, before);

        PinBackupKey second = Make(BackupKeyAlgorithm.EcP256, replace: true);
        Assert.NotEqual(first.Pin, second.Pin);
        Assert.Equal(second.Pin, TestKeyFiles.One(File.ReadAllBytes(second.KeyPath), Password).Pin);
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public void Nothing_is_left_behind_where_the_key_cannot_be_written()
    {
        Directory.CreateDirectory(_folder.File("key.pem"));

        Assert.Equal("FileUnwritable", FaultOf(() => Make(BackupKeyAlgorithm.EcP256, replace: true)));
        Assert.Equal("FileUnwritable",
            FaultOf(() => Make(BackupKeyAlgorithm.EcP256, keyPath: _folder.File("none/key.pem"))));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Equal("SubjectInvalid", FaultOf(() => Make(BackupKeyAlgorithm.EcP256, "nonsense")));
        Assert.Equal("PasswordEmpty", FaultOf(() => Make(BackupKeyAlgorithm.EcP256, password: "")));
        Assert.Equal("KeyAndRequestSameFile",
            FaultOf(() => Make(BackupKeyAlgorithm.EcP256, keyPath: _folder.File("key.csr"))));
        Assert.Equal("HostInvalid", FaultOf(() => RequestedName.Parse("*.192.0.2.1")));
        Assert.Equal("HostInvalid", FaultOf(() => RequestedName.Parse("a_*b")));
    }

#if !NETSTANDARD_LEG
    [SkippableFact]
    public void Only_the_owner_may_read_the_key()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has access lists instead of modes");

        PinBackupKey made = Make(BackupKeyAlgorithm.EcP256);

#pragma warning disable CA1416 // Skipped on Windows.
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(made.KeyPath));
        File.SetUnixFileMode(made.KeyPath, UnixFileMode.UserRead | UnixFileMode.OtherRead | UnixFileMode.UserWrite);
        Make(BackupKeyAlgorithm.EcP256, replace: true);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(made.KeyPath));
#pragma warning restore CA1416
    }
#endif

    public void Dispose() => _folder.Dispose();

    private static string FaultOf(Action action) => Assert.Throws<PinningException>(action).Fault.Id;

    private PinBackupKey Make(
        BackupKeyAlgorithm algorithm, string? subject = null, string password = Password, string? keyPath = null,
        bool replace = false) =>
        BackupKeyMaker.Make(
            [.. new[] { "*.Host.example", "b\u00FCcher.example", "192.0.2.1", "2001:db8::1" }.Select(
                RequestedName.Parse)],
            subject, algorithm, TestKeyFiles.Secure(password)!, keyPath ?? _folder.File("key.pem"),
            _folder.File("key.csr"), replace, CancellationToken.None);
}
