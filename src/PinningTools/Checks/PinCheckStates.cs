using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>Finds the state that a command refers to.</summary>
internal static class PinCheckStates
{
    /// <summary>The path of a state; the bare name of a check is its state in the folder for states.</summary>
    /// <exception cref="PinningException">
    /// The path is not that of a file, or this account has no folder for states.
    /// </exception>
    internal static string PathOf(PSCmdlet cmdlet, string given) => System.IO.Path.GetFullPath(
        CheckFiles.IsName(given) ? CheckFiles.Default(given) : PathReader.Resolve(cmdlet, given, literal: true)[0]);
}
