using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>
/// PowerShell calls this when the module is removed: no connection and no cache outlives it. What is kept for the
/// whole process is cleared here.
/// </summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        TransportPool.Shared.Clear();
        ChainCache.Clear();
        SystemRoots.Clear();
        PinStoreCache.Clear();
        TrustAnchors.Clear();
    }
}
