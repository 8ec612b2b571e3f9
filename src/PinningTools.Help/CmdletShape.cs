using System;
using System.Collections.Generic;

namespace PinningTools.Help;

/// <summary>A cmdlet as the assembly declares it.</summary>
internal sealed record CmdletShape(
    Type Type,
    string Verb,
    string Noun,
    IReadOnlyList<string> Sets,
    IReadOnlyList<ParameterShape> Parameters,
    IReadOnlyList<Type> Outputs,
    bool ShouldProcess)
{
    internal string Name => $"{Verb}-{Noun}";
}
