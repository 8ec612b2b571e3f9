using System;

namespace PinningTools.Tests.Shape.Floors.Planted;

/// <summary>What lies above the cellar, and may use it.</summary>
internal sealed class Roof
{
    internal Vault Below { get; } = new();
}

internal static class Gable
{
    internal static bool IsHigh { get; } = true;
}

internal interface IChimney;

internal enum Weathercock
{
    North,
}

[AttributeUsage(AttributeTargets.Class)]
internal sealed class BannerAttribute : Attribute;

internal sealed class StormException : Exception;
