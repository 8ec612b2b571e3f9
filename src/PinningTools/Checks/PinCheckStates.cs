using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>Which state a command means.</summary>
internal static class PinCheckStates
{
    /// <summary>The path of a state; a check's bare name is its state in the folder for states.</summary>
    /// <exception cref="PinningException">It is no path of a file, or this account has no folder for states.</exception>
    internal static string PathOf(PSCmdlet cmdlet, string given) => System.IO.Path.GetFullPath(
        CheckFiles.IsName(given) ? CheckFiles.Default(given) : PathReader.Resolve(cmdlet, given, literal: true)[0]);
}
