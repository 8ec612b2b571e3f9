using System;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>A report URI as it may stand in other programs' texts.</summary>
internal static class ReportUris
{
    /// <summary>The URI as it is, or escaped where a character could end or change the text around it.</summary>
    internal static string Safe(string uri) =>
        uri.All(c => c is > ' ' and < (char)0x7f and not ('"' or '\'' or '\\' or '<' or '>' or '`'))
        ? uri : Whole(uri).AbsoluteUri.Replace("'", "%27").Replace("\"", "%22").Replace("\\", "%5C");

    private static Uri Whole(string uri) =>
        UriText.TryRead(uri, out Uri? whole) ? whole : throw new PinningException(Faults.UriInvalid(uri));
}
