using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.PinSets;

/// <summary>
/// A publisher of pin sets that tests can turn against its readers, and a local store that reads from it.
/// </summary>
internal sealed class PublishedStore : IDisposable
{
    internal const string Address = "https://pins.example/store.json";

    internal static readonly DateTime Now = new(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly TemporaryFolder _folder = new();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    internal List<string> Warnings { get; } = [];

    /// <summary>What the source gives; null if it is away.</summary>
    internal byte[]? Content { get; set; }

    internal byte[]? Signature { get; set; }

    /// <summary>How many requests there were.</summary>
    internal int Asked { get; private set; }

    internal string Path => _folder.File("pins.json");

    internal string CopyPath => Path + ".copy";

    /// <summary>Where copies go that cannot stand beside the store.</summary>
    internal string OwnFolder => _folder.File("own");

    internal string Key => PublicKey(_key);

    public void Dispose()
    {
        _key.Dispose();
        _folder.Dispose();
    }

    internal static string PublicKey(AsymmetricAlgorithm key) =>
        Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());

    internal void Publish(long version, params string[] patterns) => Publish(version, null, patterns);

    /// <param name="version">Its number.</param>
    /// <param name="address">The address it says it is for, or null.</param>
    /// <param name="patterns">Its sets.</param>
    internal void Publish(long version, Uri? address, params string[] patterns) =>
        Publish(version, address, null, TestSets.Store(patterns));

    /// <summary>The same until a date.</summary>
    internal void PublishUntil(long version, DateTime end, params string[] patterns) =>
        Publish(version, null, end, TestSets.Store(patterns));

    internal void Publish(long version, Uri? address, DateTime? end, PinStore store)
    {
        store.Version = version;
        store.PublishedAt = address;
        store.ValidUntil = end;
        Sign(Encoding.UTF8.GetBytes(PinStoreJson.Write(store)));
    }

    internal void Sign(byte[] content)
    {
        Content = content;
        Signature = _key.SignData(content, HashAlgorithmName.SHA256);
    }

    internal PinStore Local(string host = "pins.example", int? maxAgeDays = null)
    {
        string age = maxAgeDays is { } days ? $", \"maxAgeDays\": {days}" : "";
        return PinStoreJson.Read(
            $$"""
            {"pinStore": 1, "source": {"uri": "{{Address}}", "signingKey": "{{Key}}"{{age}} },
             "pinSets": [{"pattern": "{{host}}", "note": "local", "pins": [{"pin": "{{TestSets.Pin("local")}}"}]}]}
            """,
            "local");
    }

    /// <summary>A store whose source is a server of the test.</summary>
    internal PinStore LocalFor(string uri, TestCertificate root, string pin) => PinStoreJson.Read(
        $$"""
        {"pinStore": 1, "source": {"uri": "{{uri}}", "signingKey": "{{Key}}"},
         "pinSets": [{"pattern": "localhost", "trust": "Anchors",
                      "trustAnchors": ["{{Convert.ToBase64String(root.Der)}}"], "pins": [{"pin": "{{pin}}"}]}]}
        """,
        "local");

    internal Task<PinStore> LoadAsync(DateTime? now = null, int? maxAgeDays = null) =>
        LoadAsync(Local(maxAgeDays: maxAgeDays), now);

    internal Task<PinStore> LoadAsync(PinStore local, DateTime? now = null) =>
        Dynamic(local, now).LoadAsync(Warnings.Add, CancellationToken.None);

    /// <summary>The store with everything that is in force through it; a file without a source is used alone.</summary>
    internal Task<WholeStore> CompleteAsync(PinStore local, CancellationToken cancel) => local.Source is null
        ? RemoteStore.CompleteAsync(local, Path, RemoteStore.MaxTimeout, Warnings.Add, cancel)
        : Dynamic(local, LaterNow).CompleteAsync(Warnings.Add, cancel);

    /// <summary>The time at which <see cref="CompleteAsync"/> asks.</summary>
    internal DateTime LaterNow { get; set; } = Now;

    private RemoteStore Dynamic(PinStore local, DateTime? now) => new(local, Path)
    {
        Now = now ?? Now,
        Get = GetAsync,
        Copies = new StoreCopies(Path, local.Source!) { OwnFolder = OwnFolder },
    };

    internal async Task<string> FaultAsync(DateTime? now = null, int? maxAgeDays = null) =>
        (await Assert.ThrowsAsync<PinningException>(() => LoadAsync(now, maxAgeDays))).Fault.Id;

    private Task<byte[]> GetAsync(Uri uri, PinPolicy policy, CancellationToken cancel)
    {
        Asked++;
        Assert.EndsWith("pins.example", policy.Set?.Pattern);
        byte[]? answer = uri.ToString() == Address ? Content : uri.ToString() == Address + ".sig" ? Signature : null;
        return answer is null
            ? throw new PinningException(Faults.RequestFailed(uri, "it is away"))
            : Task.FromResult(answer);
    }
}
