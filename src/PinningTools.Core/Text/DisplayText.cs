using System.Collections;
using System.Linq;
using PinningTools.Internal;

namespace PinningTools;

/// <summary>
/// Text of others as it may be shown. Members of objects have it as it came; views, messages and logs show it by this.
/// </summary>
/// <remarks>
/// For the views of the module and for scripts that print what commands such as Test-CertificatePin tell.
/// </remarks>
public static class DisplayText
{
    /// <summary>
    /// The text on one line, with a question mark for whatever steers a terminal, turns text around or is not seen.
    /// </summary>
    /// <param name="text">A pin's note, a file's name, a cell of a list.</param>
    public static string Clean(string? text) => TerminalText.Printable(text ?? "");

    /// <summary>The same of a message with lines of its own, which stay.</summary>
    /// <param name="text">The message.</param>
    public static string CleanLines(string? text) => TerminalText.Message(text ?? "");

    /// <summary>The same of the text of each item of a list, such as a page's links or the pairs of a table.</summary>
    /// <param name="items">The list.</param>
    public static string[] CleanEach(IEnumerable? items) =>
        items is null ? [] : [.. items.Cast<object?>().Select(item => Clean(item?.ToString()))];

    /// <summary>The same of a host or an address, without the name, password and query of an address.</summary>
    /// <param name="text">A host, or an address such as https://host/path?query.</param>
    public static string Address(string? text) => TerminalText.Printable(Shown.Of(text ?? ""));
}
