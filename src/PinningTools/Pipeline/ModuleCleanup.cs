using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>PowerShell calls this when the module is removed, so that no connection outlives it.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => TransportPool.Shared.Clear();
}
