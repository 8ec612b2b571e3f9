using System.Collections;
using System.Linq;
using PinningTools.Internal;

namespace PinningTools;

/// <summary>
/// Makes text from outside safe to show. The members of objects contain such text unchanged; views, messages and logs
/// use this class to show it.
/// </summary>
/// <remarks>
/// For the views of the module and for scripts that print what commands such as Test-CertificatePin tell.
/// </remarks>
public static class DisplayText
{
    /// <summary>
    /// Returns the text on one line, with a question mark in place of each character that controls a terminal, reverses
    /// text or is invisible.
    /// </summary>
    /// <param name="text">The text, such as the note of a pin, the name of a file or a cell of a list.</param>
    public static string Clean(string? text) => TerminalText.Printable(text ?? "");

    /// <summary>Does the same for a message with several lines, which are kept.</summary>
    /// <param name="text">The message.</param>
    public static string CleanLines(string? text) => TerminalText.Message(text ?? "");

    /// <summary>
    /// Does the same for the text of each item of a list, such as the links of a page or the pairs of a table.
    /// </summary>
    /// <param name="items">The list.</param>
    public static string[] CleanEach(IEnumerable? items) =>
        items is null ? [] : [.. items.Cast<object?>().Select(item => Clean(item?.ToString()))];

    /// <summary>
    /// Does the same for a host or an address, and omits the user name, password and query of an address.
    /// </summary>
    /// <param name="text">A host, or an address such as https://host/path?query.</param>
    public static string Address(string? text) => TerminalText.Printable(RedactedUri.Of(text ?? ""));
}
