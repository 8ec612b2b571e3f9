using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>A constant of source code: texts, each made of literal parts and of the names of other constants.</summary>
internal sealed class CodeConstant(string name, List<List<(bool IsName, string Value)>> values)
{
    internal string Name { get; } = name;

    internal List<List<(bool IsName, string Value)>> Values { get; } = values;

    /// <summary>Whether someone asked for it, itself or through another.</summary>
    internal bool IsUsed { get; set; }
}
