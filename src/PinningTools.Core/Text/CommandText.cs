namespace PinningTools.Internal;

/// <summary>Texts for commands that are meant to be pasted.</summary>
internal static class CommandText
{
    /// <summary>A text in single quotes, in which PowerShell expands nothing.</summary>
    internal static string Quote(string text) => $"'{text.Replace("'", "''")}'";
}
