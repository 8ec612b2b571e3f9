using System.Runtime.CompilerServices;
using PinningTools.Testing;

namespace PinningTools.Tests.Support;

/// <summary>No test of this assembly leaves the machine: see the guard.</summary>
internal static class LoopbackOnly
{
    [ModuleInitializer]
    internal static void Start() => LoopbackGuard.Start();
}
