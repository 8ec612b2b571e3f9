using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>
/// A constant in source code: strings, each made of literal parts and of the names of other constants.
/// </summary>
internal sealed class CodeConstant(string name, List<List<(bool IsName, string Value)>> values)
{
    internal string Name { get; } = name;

    internal List<List<(bool IsName, string Value)>> Values { get; } = values;

    /// <summary>Whether it is used, directly or through another constant.</summary>
    internal bool IsUsed { get; set; }
}
