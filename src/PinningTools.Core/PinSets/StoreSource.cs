using System;
using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>
/// Where further pin sets come from: an https address whose host has a policy in the local store, and the key with
/// which the store there is signed.
/// </summary>
internal sealed class StoreSource
{
    private const long DefaultRefreshHours = 24;

    /// <summary>The address; the signature stands at the same address with .sig added to its path.</summary>
    internal required Uri Uri { get; init; }

    internal required SigningKey Key { get; init; }

    /// <summary>How old the last good copy may be before the source is asked again.</summary>
    internal TimeSpan Refresh { get; init; }

    /// <summary>How old the copy may be at most; null for any age.</summary>
    internal TimeSpan? MaxAge { get; init; }

    /// <summary>Members that this version does not know, as a JSON object; null if there are none.</summary>
    internal string? Unknown { get; init; }

    /// <summary>The members that are known.</summary>
    internal static IReadOnlyList<string> Members { get; } = ["uri", "signingKey", "refreshHours", "maxAgeDays"];

    internal TlsTarget Target => new(HostName.From(Uri), Uri.Port);

    internal Uri SignatureUri => new UriBuilder(Uri) { Path = Uri.AbsolutePath + ".sig" }.Uri;

    internal static StoreSource Read(JsonValue value, string source)
    {
        var members = new JsonMembers(source, value, "a source");
        string address = members.Text("uri") ?? throw members.Unexpected("uri", "a source needs its 'uri'");
        if (!UriText.TryRead(address, out Uri? uri) || uri.Scheme != Uri.UriSchemeHttps)
            throw members.Wrap("uri", Faults.UriNotHttps(address));
        string key = members.Text("signingKey")
            ?? throw members.Unexpected("signingKey", "a source needs its 'signingKey'");
        try
        {
            return new StoreSource
            {
                Uri = uri,
                Key = SigningKey.Parse(key),
                Refresh = TimeSpan.FromHours(Math.Min(members.Whole("refreshHours") ?? DefaultRefreshHours, 24 * 365)),
                MaxAge = members.Whole("maxAgeDays") is { } days ? TimeSpan.FromDays(Math.Min(days, 36500)) : null,
                Unknown = members.Rest(),
            };
        }
        catch (PinningException error) when (error.Fault.Id is "SigningKeyInvalid" or "MalformedDer")
        {
            throw members.Wrap("signingKey", error.Fault);
        }
    }
}
