using System.Text;

namespace PinningTools.Testing;

/// <summary>What a program left behind.</summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="OutputBytes">What it wrote to its standard output.</param>
/// <param name="Error">What it wrote to its standard error, as text.</param>
public sealed record ToolResult(int ExitCode, byte[] OutputBytes, string Error)
{
    /// <summary>What it wrote to its standard output, as text.</summary>
    public string Output => Encoding.UTF8.GetString(OutputBytes);
}
