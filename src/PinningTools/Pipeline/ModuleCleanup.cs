using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>
/// PowerShell calls this when the module is removed: no connection and no cache outlives it. What is kept for the
/// whole process is cleared here, and the web commands of the runspace in which it is removed are PowerShell's own again.
/// </summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        WebPinningSession.Forget();
        TransportPool.Shared.Clear();
        ChainCache.Clear();
        SystemRoots.Clear();
        PinStoreCache.Clear();
        TrustAnchors.Clear();
    }
}
