using System;

namespace PinningTools.Internal;

/// <summary>A published store as it was fetched: the exact bytes, their signature, and the time.</summary>
internal sealed class SignedStore
{
    private const string Marker = "pinStoreCopy";

    private SignedStore(byte[] content, byte[] signature, DateTime fetched, PinStore store)
    {
        Content = content;
        Signature = signature;
        Fetched = fetched;
        Store = store;
    }

    internal byte[] Content { get; }

    internal byte[] Signature { get; }

    internal DateTime Fetched { get; }

    internal PinStore Store { get; }

    /// <summary>
    /// Whether its publisher's date for its use has passed: anyone who controls the host could serve it forever.
    /// </summary>
    internal bool HasExpired(DateTime now) => Store.ValidUntil <= now;

    /// <exception cref="PinningException">
    /// The signature was not made with the key, or the signed content cannot be used.
    /// </exception>
    internal static SignedStore Verify(byte[] content, byte[] signature, StoreSource source, DateTime fetched)
    {
        string name = RedactedUri.Of(source.Uri);
        if (content.Length > UnicodeFile.MaxLength)
            throw new PinningException(Faults.TextTooLarge(name, UnicodeFile.MaxLength));
        // The bytes are not parsed before their signature is verified.
        if (!source.Key.Verify(content, signature)) throw new PinningException(Faults.SourceSignatureInvalid(name));
        PinStore store = PinStoreJson.Read(UnicodeFile.Decode(content, content.Length, name), name);
        if (store.Version == 0) throw new PinningException(Faults.SourceNotNumbered(name));
        if (store.PublishedAt is { } address && address != source.Uri)
            throw new PinningException(Faults.SourceOfElsewhere(name, address.ToString()));
        if (store.Source is not null) throw new PinningException(Faults.SourceNested(name));
        // After its end date, fetching the store again does not make it more recent.
        return new SignedStore(content, signature, store.ValidUntil < fetched ? store.ValidUntil.Value : fetched, store);
    }

    /// <summary>The last good copy, its signature checked again; null if there is none that can be used.</summary>
    internal static SignedStore? TryRead(string path, StoreSource source)
    {
        try
        {
            return Parse(UnicodeFile.Read(path), path, source);
        }
        catch (PinningException)
        {
            return null;
        }
    }

    /// <summary>Null for what is not a copy.</summary>
    /// <exception cref="PinningException">
    /// The text is not JSON, or its content is not what the source signed.
    /// </exception>
    internal static SignedStore? Parse(string text, string path, StoreSource source)
    {
        var members = new JsonMembers(path, JsonReader.Parse(text, path), "a copy");
        if (members.Whole(Marker) != 1 || members.Date("fetched") is not { } fetched) return null;
        try
        {
            byte[] content = Convert.FromBase64String(members.Text("content", JsonReader.MaxLength) ?? "");
            byte[] signature = Convert.FromBase64String(members.Text("signature") ?? "");
            return Verify(content, signature, source, fetched);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    internal string ToText() => JsonWriter.Write(JsonObject.From(
        (Marker, JsonValue.From(1)),
        ("fetched", JsonValue.From(UtcDate.Format(Fetched))),
        ("signature", JsonValue.From(Convert.ToBase64String(Signature))),
        ("content", JsonValue.From(Convert.ToBase64String(Content)))));

    internal bool IsNewerThan(SignedStore other) =>
        Store.Version > other.Store.Version || (Store.Version == other.Store.Version && Fetched > other.Fetched);

    /// <exception cref="PinningException">
    /// This store is older than the known one, or has other content with the same version.
    /// </exception>
    internal void CheckAgainst(SignedStore? known, StoreSource source)
    {
        if (known is null) return;
        bool back = Store.Version < known.Store.Version
            || (Store.Version == known.Store.Version && !Bytes.Same(Content, known.Content));
        if (back)
            throw new PinningException(
                Faults.SourceWentBack(source.Uri.ToString(), known.Store.Version, Store.Version));
    }
}
