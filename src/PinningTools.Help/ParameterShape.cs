using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace PinningTools.Help;

/// <summary>A parameter as the assembly declares it.</summary>
internal sealed record ParameterShape(
    PropertyInfo Property,
    IReadOnlyList<ParameterBinding> Bindings,
    IReadOnlyList<string> Aliases,
    IReadOnlyList<string> ValidSet,
    (int Minimum, int Maximum)? Range,
    bool Wildcards,
    string? Default)
{
    internal string Name => Property.Name;

    internal Type Type => Nullable.GetUnderlyingType(Property.PropertyType) ?? Property.PropertyType;

    /// <summary>The type of one value.</summary>
    internal Type ElementType =>
        Nullable.GetUnderlyingType(Type.GetElementType() ?? Type) ?? Type.GetElementType() ?? Type;

    /// <summary>What alone can be given: the set of values, or the names of the enumeration.</summary>
    internal IReadOnlyList<string> Values =>
        ValidSet.Count > 0 ? ValidSet : ElementType.IsEnum ? ElementType.GetEnumNames() : [];

    /// <summary>How it is given in a set; null if it is not part of it.</summary>
    internal ParameterBinding? In(string set) =>
        Bindings.FirstOrDefault(binding => binding.Set is null || binding.Set == set);

    /// <summary>How it is given, over all sets: mandatory only where every set of it says so.</summary>
    internal ParameterBinding Overall() => new(
        null,
        Bindings.All(binding => binding.Mandatory),
        Bindings.Select(binding => binding.Position).FirstOrDefault(position => position is not null),
        Bindings.Any(binding => binding.ByValue),
        Bindings.Any(binding => binding.ByPropertyName));
}
