using System;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.PinSets;

/// <summary>What someone could try who holds the source, the way to it, or the folder of the copy.</summary>
public sealed class RemoteStoreAttackTests : IDisposable
{
    private readonly PublishedStore _published = new();

    public void Dispose() => _published.Dispose();

    [Fact]
    public async Task An_attacker_cannot_change_a_byte()
    {
        _published.Publish(2, "a.example");
        _published.Content![20] ^= 1;
        Assert.Equal("SourceSignatureInvalid", await _published.FaultAsync());

        _published.Publish(2, "a.example");
        _published.Content = [.. _published.Content!, (byte)'\n'];
        Assert.Equal("SourceSignatureInvalid", await _published.FaultAsync());
        Assert.False(File.Exists(_published.CopyPath));
    }

    [Fact]
    public async Task An_attacker_cannot_sign_with_another_key()
    {
        _published.Publish(1, "a.example");
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _published.Signature = other.SignData(_published.Content!, HashAlgorithmName.SHA256);

        Assert.Equal("SourceSignatureInvalid", await _published.FaultAsync());
    }

    [Fact]
    public async Task An_attacker_cannot_replay_an_old_store()
    {
        _published.Publish(1, "stolen.example");
        (byte[]? oldContent, byte[]? oldSignature) = (_published.Content, _published.Signature);
        _published.Publish(2, "a.example");
        await _published.LoadAsync();
        (_published.Content, _published.Signature) = (oldContent, oldSignature);

        PinStore store = await _published.LoadAsync(PublishedStore.Now.AddDays(2));

        Assert.Null(store.Find(HostName.Parse("stolen.example"), 443));
        Assert.Contains("version 1, but version 2 was already seen", Assert.Single(_published.Warnings));
        SignedStore known = SignedStore.TryRead(_published.CopyPath, _published.Local().Source!)!;
        SignedStore old =
            SignedStore.Verify(oldContent!, oldSignature!, _published.Local().Source!, PublishedStore.Now);
        Assert.Equal("SourceWentBack", TestSets.FaultOf(() => old.CheckAgainst(known, _published.Local().Source!)));
    }

    [Fact]
    public async Task Two_stores_of_one_version_are_not_both_believed()
    {
        _published.Publish(2, "a.example");
        await _published.LoadAsync();
        _published.Publish(2, "b.example");

        PinStore store = await _published.LoadAsync(PublishedStore.Now.AddDays(2));

        Assert.Null(store.Find(HostName.Parse("b.example"), 443));
        Assert.Contains("with other content", Assert.Single(_published.Warnings));
    }

    [Fact]
    public async Task A_copy_that_somebody_changed_is_not_believed()
    {
        _published.Publish(1, "a.example");
        await _published.LoadAsync();
        string copy = File.ReadAllText(_published.CopyPath);
        string content = Convert.ToBase64String(_published.Content!);
        File.WriteAllText(_published.CopyPath, copy.Replace(content, content[..^8] + "AAAAAAA="));
        byte[] published = _published.Content!;
        _published.Content = null;

        Assert.Equal("RequestFailed", await _published.FaultAsync());
        Assert.Contains("is no longer a good copy", Assert.Single(_published.Warnings));

        _published.Content = published;
        await _published.LoadAsync();
        _published.Warnings.Clear();
        await _published.LoadAsync();
        Assert.Empty(_published.Warnings);
    }

    [Fact]
    public async Task A_copy_from_the_future_does_not_keep_the_source_from_being_asked()
    {
        _published.Publish(1, "a.example");
        await _published.LoadAsync(PublishedStore.Now.AddYears(1));
        _published.Publish(2, "b.example");

        Assert.NotNull((await _published.LoadAsync()).Find(HostName.Parse("b.example"), 443));
    }

    [Fact]
    public async Task A_clock_that_goes_back_asks_again_and_keeps_the_version()
    {
        _published.Publish(3, "a.example");
        await _published.LoadAsync();
        _published.Publish(2, "stolen.example");

        PinStore store = await _published.LoadAsync(PublishedStore.Now.AddYears(-10));

        Assert.NotNull(store.Find(HostName.Parse("a.example"), 443));
        Assert.Contains("version 2, but version 3 was already seen", Assert.Single(_published.Warnings));
    }

    [Fact]
    public async Task A_copy_under_another_signing_key_is_not_believed()
    {
        _published.Publish(5, "a.example");
        await _published.LoadAsync();
        using var other = new PublishedStore();
        File.Copy(_published.CopyPath, other.CopyPath);
        other.Publish(1, "b.example");

        Assert.NotNull((await other.LoadAsync()).Find(HostName.Parse("b.example"), 443));
        Assert.Contains("is no longer a good copy", Assert.Single(other.Warnings));
    }

    [Theory]
    [InlineData("{\"pinStore\": 1, \"version\": 1, \"version\": 9}", "JsonMalformed")]
    [InlineData("{\"pinStore\": 1, \"version\": 1, \"pinSets\": [", "JsonMalformed")]
    [InlineData("{\"pinStore\": 1, \"version\": 99999999999999999999}", "JsonUnexpected")]
    [InlineData("{\"pinStore\": 1, \"version\": 1, \"pinSets\": [{\"pattern\": \"a\", \"pins\": []}]}", "PinSetEmpty")]
    [InlineData("\u00ff\u00fe", "JsonMalformed")]
    public async Task What_is_signed_is_still_read_strictly(string content, string id)
    {
        _published.Sign(Encoding.UTF8.GetBytes(content));

        Assert.Equal(id, await _published.FaultAsync());
        Assert.False(File.Exists(_published.CopyPath));
    }

    [Fact]
    public async Task What_is_signed_is_still_bounded()
    {
        _published.Sign(Encoding.UTF8.GetBytes("{\"pinStore\": 1, \"x\": " + new string('[', 100_000)));
        Assert.Equal("JsonMalformed", await _published.FaultAsync());

        _published.Sign(new byte[UnicodeFile.MaxLength + 1]);
        Assert.Equal("TextTooLarge", await _published.FaultAsync());
    }

    [Fact]
    public async Task A_store_without_a_version_is_refused()
    {
        _published.Publish(0, "a.example");
        Assert.Equal("SourceNotNumbered", await _published.FaultAsync());
    }

    [Fact]
    public async Task A_source_that_names_another_source_is_refused()
    {
        string source = $$"""{"uri": "{{PublishedStore.Address}}", "signingKey": "{{_published.Key}}"}""";
        _published.Sign(Encoding.UTF8.GetBytes($$"""{"pinStore": 1, "version": 1, "source": {{source}} }"""));
        Assert.Equal("SourceNested", await _published.FaultAsync());
    }

    /// <summary>
    /// One key for two stores: the host puts the one of the tests in the place of the one in service.
    /// </summary>
    [Fact]
    public async Task A_store_that_was_signed_for_another_place_is_not_taken()
    {
        _published.Publish(1, new Uri(PublishedStore.Address), "a.example");
        await _published.LoadAsync();
        _published.Publish(9, new Uri("https://pins.example/staging.json"), "staging.example");

        PinStore store = await _published.LoadAsync(PublishedStore.Now.AddDays(2));

        Assert.Null(store.Find(HostName.Parse("staging.example"), 443));
        Assert.NotNull(store.Find(HostName.Parse("a.example"), 443));
        Assert.Contains("was published for https://pins.example/staging.json", Assert.Single(_published.Warnings));
        File.Delete(_published.CopyPath);
        Assert.Equal("SourceOfElsewhere", await _published.FaultAsync());
    }

    [Fact]
    public async Task A_source_whose_host_is_not_pinned_is_not_asked()
    {
        _published.Publish(1, "a.example");

        PinningException error = await Assert.ThrowsAsync<PinningException>(() =>
            _published.LoadAsync(_published.Local("other.example")));

        Assert.Equal("SourceNotPinned", error.Fault.Id);
        Assert.Equal(0, _published.Asked);
    }

    [Theory]
    [InlineData("http://pins.example/store.json", null, "UriNotHttps")]
    [InlineData(PublishedStore.Address, "nonsense!", "SigningKeyInvalid")]
    [InlineData(PublishedStore.Address, "MAA=", "MalformedDer")]
    [InlineData(PublishedStore.Address, "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=",
        "SigningKeyInvalid")]
    public void A_source_that_cannot_be_used_is_refused_with_its_place(string uri, string? key, string id)
    {
        string json = $$"""
            {"pinStore": 1, "source": {"uri": "{{uri}}", "signingKey": "{{key ?? _published.Key}}"} }
            """;

        Fault fault = Assert.Throws<PinningException>(() => PinStoreJson.Read(json, "test")).Fault;

        Assert.Equal(id, fault.Id);
        Assert.StartsWith("'test', line 1, column ", fault.Message);
    }
}
