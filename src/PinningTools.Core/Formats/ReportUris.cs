using System;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>A report URI as other programs' formats allow it.</summary>
internal static class ReportUris
{
    /// <summary>The URI, escaped if a character in it could end or change the surrounding text.</summary>
    internal static string Safe(string uri) =>
        uri.All(c => c is > ' ' and < (char)0x7f and not ('"' or '\'' or '\\' or '<' or '>' or '`'))
        ? uri : Whole(uri).AbsoluteUri.Replace("'", "%27").Replace("\"", "%22").Replace("\\", "%5C");

    private static Uri Whole(string uri) =>
        UriText.TryRead(uri, out Uri? whole) ? whole : throw new PinningException(Faults.UriInvalid(uri));
}
