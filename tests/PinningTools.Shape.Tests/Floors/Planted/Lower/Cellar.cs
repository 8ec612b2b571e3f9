using System;
using System.Collections.Generic;

namespace PinningTools.Tests.Shape.Floors.Planted;

/// <summary>Uses what lies above it, in every way that a type can.</summary>
internal static class Cellar
{
    internal static string InABody() => new Roof().ToString()!;

    internal static bool InALambda() => Array.Exists([""], _ => Gable.IsHigh);

    internal static T AsAnArgument<T>() where T : IChimney => default!;
}

/// <summary>Uses nothing that lies above it.</summary>
internal sealed class Vault;

/// <summary>Has one above it as its field's argument.</summary>
internal sealed class Larder
{
    internal List<Weathercock[]> Field = [];
}

/// <summary>Is marked with one.</summary>
[Banner]
internal sealed class Drain;

/// <summary>Catches one.</summary>
internal static class Trap
{
    internal static bool Falls(Action action)
    {
        try
        {
            action();
            return false;
        }
        catch (StormException)
        {
            return true;
        }
    }
}
