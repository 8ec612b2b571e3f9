using PinningTools.Testing;

/// <summary>What .NET looks for, by this name and in no namespace, in the assemblies of DOTNET_STARTUP_HOOKS.</summary>
internal static class StartupHook
{
    internal static void Initialize() => LoopbackGuard.Start();
}
