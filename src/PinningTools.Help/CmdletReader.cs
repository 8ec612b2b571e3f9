using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;

namespace PinningTools.Help;

/// <summary>
/// Reads the cmdlets of an assembly. PowerShell's own types are available as references without code, so attributes are
/// read as data.
/// </summary>
internal static class CmdletReader
{
    internal static IReadOnlyList<CmdletShape> ReadAssembly(string path) =>
        [.. Assembly.LoadFrom(path).GetExportedTypes()
            .Where(IsCmdlet).Select(Read).OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal)];

    /// <summary>One that is not shown is a function's engine, and the function has the help.</summary>
    private static bool IsCmdlet(Type type) => !type.IsAbstract && Attributes(type, "CmdletAttribute").Any()
        && !Attributes(type, "EditorBrowsableAttribute").Any();

    private static CmdletShape Read(Type type)
    {
        CustomAttributeData cmdlet = Attributes(type, "CmdletAttribute").Single();
        object instance = Activator.CreateInstance(type)!;
        using var disposable = instance as IDisposable;
        ParameterShape[] parameters = [.. Parameters(type).Select(property => Read(property, instance))];
        return new CmdletShape(
            type,
            (string)cmdlet.ConstructorArguments[0].Value!,
            (string)cmdlet.ConstructorArguments[1].Value!,
            Sets(parameters, Named<string>(cmdlet, "DefaultParameterSetName")),
            parameters,
            [.. Attributes(type, "OutputTypeAttribute")
                .SelectMany(output => Types(output.ConstructorArguments)).Distinct()],
            Named<bool>(cmdlet, "SupportsShouldProcess"));
    }

    /// <summary>The parameters, those of base classes first, in the order of their declaration.</summary>
    private static IEnumerable<PropertyInfo> Parameters(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => Attributes(property, "ParameterAttribute").Any())
        .OrderByDescending(property => Depth(property.DeclaringType, type)).ThenBy(property => property.MetadataToken);

    private static int Depth(Type? declaring, Type? type) =>
        declaring == type ? 0 : 1 + Depth(declaring, type!.BaseType);

    private static ParameterShape Read(PropertyInfo property, object instance)
    {
        CustomAttributeData? range = Attributes(property, "ValidateRangeAttribute").SingleOrDefault();
        return new ParameterShape(
            property,
            [.. Attributes(property, "ParameterAttribute").Select(ReadBinding)],
            [.. Attributes(property, "AliasAttribute").SelectMany(Strings)],
            [.. Attributes(property, "ValidateSetAttribute").SelectMany(Strings)],
            range?.ConstructorArguments is [{ Value: int minimum }, { Value: int maximum }] ? (minimum, maximum) : null,
            Attributes(property, "SupportsWildcardsAttribute").Any(),
            DefaultText(property.GetValue(instance)));
    }

    private static ParameterBinding ReadBinding(CustomAttributeData parameter)
    {
        int position = Named<int?>(parameter, "Position") ?? int.MinValue;
        return new ParameterBinding(
            Named<string>(parameter, "ParameterSetName"),
            Named<bool>(parameter, "Mandatory"),
            position < 0 ? null : position,
            Named<bool>(parameter, "ValueFromPipeline"),
            Named<bool>(parameter, "ValueFromPipelineByPropertyName"));
    }

    /// <summary>The names of the parameter sets, the default one first; one without a name if there are none.</summary>
    private static string[] Sets(IEnumerable<ParameterShape> parameters, string? first)
    {
        string[] sets = [.. parameters.SelectMany(parameter => parameter.Bindings)
            .Select(binding => binding.Set).OfType<string>().Distinct()];
        return sets.Length == 0 ? [""] : [.. sets.OrderBy(set => set != first)];
    }

    private static string? DefaultText(object? value) => value switch
    {
        string[] { Length: > 0 } texts => string.Join(", ", texts),
        null or "" or ICollection => null,
        string text => text,
        Enum or bool => value.ToString(),
        _ when value.GetType().Name == "SwitchParameter" => "False",
        IFormattable number when value.GetType().IsPrimitive => number.ToString(null, CultureInfo.InvariantCulture),
        _ => null,
    };

    private static IEnumerable<CustomAttributeData> Attributes(MemberInfo member, string name) =>
        member.GetCustomAttributesData().Where(attribute => attribute.AttributeType.Name == name);

    private static IEnumerable<string> Strings(CustomAttributeData attribute) => attribute.ConstructorArguments
        .SelectMany(argument => argument.Value is IEnumerable<CustomAttributeTypedArgument> many ? many : [argument])
        .Select(argument => (string)argument.Value!);

    private static IEnumerable<Type> Types(IEnumerable<CustomAttributeTypedArgument> arguments) => arguments
        .SelectMany(argument => argument.Value is IEnumerable<CustomAttributeTypedArgument> many ? many : [argument])
        .Select(argument => argument.Value).OfType<Type>();

    private static T? Named<T>(CustomAttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.MemberName == name).TypedValue.Value is T value
            ? value
            : default;
}
