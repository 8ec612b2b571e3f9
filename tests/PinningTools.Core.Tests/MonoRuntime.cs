using System;

namespace PinningTools.Tests;

/// <summary>Tells the runtime whose gaps some tests cannot bridge.</summary>
internal static class MonoRuntime
{
    internal static bool IsRunning { get; } = Type.GetType("Mono.Runtime") is not null;
}
