using System;
using System.Linq;
using System.Reflection;

namespace PinningTools.Internal;

/// <summary>
/// The types of PowerShell's own web commands, found by name: the assembly that has them is not a part of the
/// interface that this module is compiled for.
/// </summary>
internal static class EngineTypes
{
    private const string AssemblyName = "Microsoft.PowerShell.Commands.Utility";

    /// <summary>A type of PowerShell's web commands by its name without a namespace; null if it does not exist.</summary>
    internal static Type? Find(string name)
    {
        string full = "Microsoft.PowerShell.Commands." + name;
        Assembly? loaded = AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(
            assembly => assembly.GetName().Name == AssemblyName);
        return loaded?.GetType(full) ?? Type.GetType($"{full}, {AssemblyName}");
    }
}
