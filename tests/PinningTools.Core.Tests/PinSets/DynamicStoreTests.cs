using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.PinSets;

public sealed class DynamicStoreTests : IDisposable
{
    private const string Address = "https://pins.example/store.json";

    private static readonly DateTime s_now = new(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly TemporaryFolder _folder = new();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly List<string> _warnings = [];
    private byte[]? _content;
    private byte[]? _signature;
    private int _asked;

    private string Path => _folder.File("pins.json");

    public void Dispose()
    {
        _key.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Fetched_sets_are_added_and_local_ones_win()
    {
        Publish(1, "remote.example", "pins.example");

        PinStore store = await LoadAsync();

        Assert.NotNull(store.Find(HostName.Parse("remote.example"), 443));
        Assert.Equal("local", store.Find(HostName.Parse("pins.example"), 443)?.Note);
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task A_fresh_copy_serves_without_asking_and_an_old_one_is_renewed()
    {
        Publish(1, "a.example");
        await LoadAsync();
        int asked = _asked;

        await LoadAsync(s_now.AddHours(23));
        Assert.Equal(asked, _asked);

        Publish(2, "b.example");
        Assert.NotNull((await LoadAsync(s_now.AddHours(24))).Find(HostName.Parse("b.example"), 443));
    }

    [Fact]
    public async Task The_last_good_copy_serves_with_a_warning_when_the_source_is_away()
    {
        Publish(1, "a.example");
        await LoadAsync();
        _content = null;

        Assert.NotNull((await LoadAsync(s_now.AddDays(2))).Find(HostName.Parse("a.example"), 443));
        Assert.Contains("the copy of 2026-06-01 is used", Assert.Single(_warnings));
    }

    [Fact]
    public async Task A_copy_that_is_too_old_serves_no_more()
    {
        Publish(1, "a.example");
        await LoadAsync(maxAgeDays: 10);
        _content = null;

        Assert.NotNull(await LoadAsync(s_now.AddDays(9), maxAgeDays: 10));
        Assert.Equal("SourceTooOld", await FaultAsync(s_now.AddDays(10), maxAgeDays: 10));
    }

    [Fact]
    public async Task An_attacker_cannot_change_a_byte()
    {
        Publish(2, "a.example");
        _content![20] ^= 1;
        Assert.Equal("SourceSignatureInvalid", await FaultAsync());

        Publish(2, "a.example");
        _content = [.. _content!, (byte)'\n'];
        Assert.Equal("SourceSignatureInvalid", await FaultAsync());
        Assert.False(File.Exists(Path + ".copy"));
    }

    [Fact]
    public async Task An_attacker_cannot_sign_with_another_key()
    {
        Publish(1, "a.example");
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _signature = other.SignData(_content!, HashAlgorithmName.SHA256);

        Assert.Equal("SourceSignatureInvalid", await FaultAsync());
    }

    [Fact]
    public async Task An_attacker_cannot_replay_an_old_store()
    {
        Publish(1, "stolen.example");
        (byte[]? oldContent, byte[]? oldSignature) = (_content, _signature);
        Publish(2, "a.example");
        await LoadAsync();
        (_content, _signature) = (oldContent, oldSignature);

        PinStore store = await LoadAsync(s_now.AddDays(2));

        Assert.Null(store.Find(HostName.Parse("stolen.example"), 443));
        Assert.Contains("version 1, but version 2 was seen", Assert.Single(_warnings));
    }

    [Fact]
    public async Task Two_stores_of_one_version_are_not_both_believed()
    {
        Publish(2, "a.example");
        await LoadAsync();
        Publish(2, "b.example");

        Assert.Null((await LoadAsync(s_now.AddDays(2))).Find(HostName.Parse("b.example"), 443));
        Assert.Contains("with other content", Assert.Single(_warnings));
    }

    [Fact]
    public async Task A_copy_that_somebody_changed_is_not_believed()
    {
        Publish(1, "a.example");
        await LoadAsync();
        string copy = File.ReadAllText(Path + ".copy");
        string content = Convert.ToBase64String(_content!);
        File.WriteAllText(Path + ".copy", copy.Replace(content, content[..^8] + "AAAAAAA="));
        _content = null;

        Assert.Equal("RequestFailed", await FaultAsync());
    }

    [Fact]
    public async Task A_copy_from_the_future_does_not_keep_the_source_from_being_asked()
    {
        Publish(1, "a.example");
        await LoadAsync(s_now.AddYears(1));
        Publish(2, "b.example");

        Assert.NotNull((await LoadAsync()).Find(HostName.Parse("b.example"), 443));
    }

    [Fact]
    public async Task A_store_without_a_version_is_refused()
    {
        Publish(0, "a.example");
        Assert.Equal("SourceNotNumbered", await FaultAsync());
    }

    [Fact]
    public async Task A_source_that_names_another_source_is_refused()
    {
        string source = $$"""{"uri": "{{Address}}", "signingKey": "{{PublicKey(_key)}}"}""";
        Sign(Encoding.UTF8.GetBytes($$"""{"pinStore": 1, "version": 1, "source": {{source}} }"""));
        Assert.Equal("SourceNested", await FaultAsync());
    }

    [Fact]
    public async Task A_source_whose_host_is_not_pinned_is_not_asked()
    {
        Publish(1, "a.example");
        PinStore local = Local("other.example");

        PinningException error = await Assert.ThrowsAsync<PinningException>(() =>
            Dynamic(local, s_now).LoadAsync(_warnings.Add, CancellationToken.None));

        Assert.Equal("SourceNotPinned", error.Fault.Id);
        Assert.Equal(0, _asked);
    }

    [Theory]
    [InlineData("http://pins.example/store.json", null, "UriNotHttps")]
    [InlineData(Address, "nonsense!", "SigningKeyInvalid")]
    [InlineData(Address, "MAA=", "MalformedDer")]
    [InlineData(Address, "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=", "SigningKeyInvalid")]
    public void A_source_that_cannot_be_used_is_refused_with_its_place(string uri, string? key, string id)
    {
        string json = $$"""
            {"pinStore": 1, "source": {"uri": "{{uri}}", "signingKey": "{{key ?? PublicKey(_key)}}"} }
            """;

        Fault fault = Assert.Throws<PinningException>(() => PinStoreJson.Read(json, "test")).Fault;

        Assert.Equal(id, fault.Id);
        Assert.StartsWith("'test', line 1, column ", fault.Message);
    }

    [Fact]
    public void Signatures_of_both_kinds_are_verified_in_both_encodings()
    {
        byte[] data = Encoding.UTF8.GetBytes("exactly these bytes");
        using var rsa = RSA.Create(2048);
        using var odd = RSA.Create(2056);
        using var pss = RSA.Create(3072);

        AssertVerifies(PublicKey(_key), data, _key.SignData(data, HashAlgorithmName.SHA256));
        AssertVerifies(PublicKey(_key), data,
            _key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        foreach (RSA key in new[] { rsa, odd, pss })
            AssertVerifies(PublicKey(key), data, key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss));

        Assert.False(SigningKey.Parse(PublicKey(rsa))
            .Verify(data, rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)));
        Assert.False(SigningKey.Parse(PublicKey(rsa))
            .Verify(data, rsa.SignData(data, HashAlgorithmName.SHA384, RSASignaturePadding.Pss)));
    }

    [Fact]
    public void Keys_that_are_too_weak_or_of_another_curve_are_refused()
    {
        using var weak = RSA.Create(1024);
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        Assert.Equal("SigningKeyInvalid", TestSets.FaultOf(() => SigningKey.Parse(PublicKey(weak))));
        Assert.Equal("SigningKeyInvalid", TestSets.FaultOf(() => SigningKey.Parse(PublicKey(p384))));
    }

    [SkippableTheory]
    [InlineData("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256", "")]
    [InlineData("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048",
        "-sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32")]
    public async Task What_openssl_signs_is_verified(string generate, string options)
    {
        Skip.If(Tool.Find("openssl") is null, "openssl is not installed");
        File.WriteAllText(Path, "signed by openssl");
        string key = _folder.File("key.pem");
        await OpensslAsync($"{generate} -out {key}");
        await OpensslAsync($"pkey -in {key} -pubout -outform der -out {_folder.File("key.der")}");
        await OpensslAsync($"dgst -sha256 -sign {key} {options} -out {_folder.File("sig")} {Path}");

        string publicKey = Convert.ToBase64String(File.ReadAllBytes(_folder.File("key.der")));
        AssertVerifies(publicKey, File.ReadAllBytes(Path), File.ReadAllBytes(_folder.File("sig")));
    }

    [Fact]
    public async Task A_store_is_fetched_over_a_connection_that_was_judged_first()
    {
        TestCertificate root = TestCertificate.Root("Source Root");
        Publish(1, "remote.example");
        byte[] content = _content!;
        string signature = Convert.ToBase64String(_signature!);
        await using HttpTestServer server = await HttpTestServer.StartAsync(root.Issue("localhost"));
        server.Map("/store.json", context => context.Response.Body.WriteAsync(content, 0, content.Length));
        server.Map("/store.json.sig", context => context.Response.WriteAsync(signature));
        string uri = $"https://localhost:{server.Port}/store.json";

        PinStore good = await new DynamicStore(LocalFor(uri, root, root.Pin), Path) { Now = s_now }.LoadAsync(
            _warnings.Add, CancellationToken.None);
        Assert.NotNull(good.Find(HostName.Parse("remote.example"), 443));
        int requests = server.Requests.Count;
        Assert.Equal(2, requests);

        var impostor = new DynamicStore(LocalFor(uri, root, TestSets.Pin("other")
            .ToString()), _folder.File("other.json")) { Now = s_now };
        PinningException error = await Assert.ThrowsAsync<PinningException>(() =>
            impostor.LoadAsync(_warnings.Add, CancellationToken.None));
        Assert.Equal("PinMismatch", error.Fault.Id);
        Assert.Equal(requests, server.Requests.Count);
    }

    private static async Task OpensslAsync(string arguments)
    {
        ToolResult result = await Tool.RunAsync("openssl", arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(0, result.ExitCode);
    }

    private static void AssertVerifies(string publicKey, byte[] data, byte[] signature)
    {
        SigningKey key = SigningKey.Parse(publicKey);
        Assert.True(key.Verify(data, signature));
        Assert.False(key.Verify([.. data, 0], signature));
        Assert.False(key.Verify(data, []));
        Assert.False(key.Verify(data, signature[1..]));
        for (int i = 0; i < signature.Length; i += 7)
        {
            byte[] changed = [.. signature];
            changed[i] ^= 0x40;
            Assert.False(key.Verify(data, changed));
        }
    }

    private static string PublicKey(AsymmetricAlgorithm key) =>
        Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());

    private void Publish(long version, params string[] patterns)
    {
        PinStore store = TestSets.Store(patterns);
        store.Version = version;
        Sign(Encoding.UTF8.GetBytes(PinStoreJson.Write(store)));
    }

    private void Sign(byte[] content)
    {
        _content = content;
        _signature = _key.SignData(content, HashAlgorithmName.SHA256);
    }

    private PinStore Local(string host, int? maxAgeDays = null)
    {
        string age = maxAgeDays is { } days ? $", \"maxAgeDays\": {days}" : "";
        return PinStoreJson.Read(
            $$"""
            {"pinStore": 1, "source": {"uri": "{{Address}}", "signingKey": "{{PublicKey(_key)}}"{{age}} },
             "pinSets": [{"pattern": "{{host}}", "note": "local", "pins": [{"pin": "{{TestSets.Pin("local")}}"}]}]}
            """,
            "local");
    }

    private PinStore LocalFor(string uri, TestCertificate root, string pin) => PinStoreJson.Read(
        $$"""
        {"pinStore": 1, "source": {"uri": "{{uri}}", "signingKey": "{{PublicKey(_key)}}"},
         "pinSets": [{"pattern": "localhost", "trust": "Anchors",
                      "trustAnchors": ["{{Convert.ToBase64String(root.Der)}}"], "pins": [{"pin": "{{pin}}"}]}]}
        """,
        "local");

    private DynamicStore Dynamic(PinStore local, DateTime now) => new(local, Path) { Now = now, Get = GetAsync };

    private Task<byte[]> GetAsync(Uri uri, PinPolicy policy, CancellationToken cancel)
    {
        _asked++;
        Assert.Equal("pins.example", policy.Set?.Pattern);
        byte[]? answer = uri.ToString() == Address ? _content : uri.ToString() == Address + ".sig" ? _signature : null;
        return answer is null
            ? throw new PinningException(Faults.RequestFailed(uri.ToString(), "it is away"))
            : Task.FromResult(answer);
    }

    private Task<PinStore> LoadAsync(DateTime? now = null, int? maxAgeDays = null) =>
        Dynamic(Local("pins.example", maxAgeDays), now ?? s_now).LoadAsync(_warnings.Add, CancellationToken.None);

    private async Task<string> FaultAsync(DateTime? now = null, int? maxAgeDays = null) =>
        (await Assert.ThrowsAsync<PinningException>(() => LoadAsync(now, maxAgeDays))).Fault.Id;
}
