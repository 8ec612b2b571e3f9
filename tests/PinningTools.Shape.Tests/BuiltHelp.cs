using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PinningTools.Tests.Shape;

/// <summary>The cmdlets' help as the build left it in the repository.</summary>
internal static class BuiltHelp
{
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    internal static string Folder { get; } = Path.Combine(BuiltModule.Root, "en-US");

    internal static IReadOnlyList<XElement> Commands { get; } =
        [.. XDocument.Load(Path.Combine(Folder, "PinningTools.dll-Help.xml")).Root!.Elements(s_command + "command")];

    internal static string NameOf(XElement command) =>
        command.Element(s_command + "details")!.Element(s_command + "name")!.Value;

    internal static string SynopsisOf(XElement command) => TextOf(command.Element(s_command + "details")!);

    internal static string DescriptionOf(XElement command) => TextOf(command);

    /// <summary>Each parameter with its text.</summary>
    internal static IReadOnlyDictionary<string, string> ParametersOf(XElement command) =>
        command.Element(s_command + "parameters")!.Elements()
            .ToDictionary(parameter => parameter.Element(s_maml + "name")!.Value, TextOf);

    internal static string? DefaultOf(XElement command, string name) =>
        command.Element(s_command + "parameters")!.Elements()
            .Single(parameter => parameter.Element(s_maml + "name")!.Value == name)
            .Element(s_dev + "defaultValue")?.Value;

    internal static IReadOnlyList<(string Code, string Remarks)> ExamplesOf(XElement command) =>
        [.. command.Element(s_command + "examples")!.Elements()
            .Select(example =>
                (example.Element(s_dev + "code")!.Value.Trim(), example.Element(s_dev + "remarks")!.Value.Trim()))];

    /// <summary>The linked commands and topics.</summary>
    internal static IReadOnlyList<string> LinksOf(XElement command) =>
        [.. command.Element(s_command + "relatedLinks")!.Elements()
            .Where(link => link.Element(s_maml + "uri")!.Value.Length == 0)
                .Select(link => link.Element(s_maml + "linkText")!.Value)];

    /// <summary>The names of a cmdlet's parameters by reflection.</summary>
    internal static IEnumerable<string> DeclaredParameters(Type cmdlet)
    {
        IEnumerable<string> own = cmdlet.GetProperties()
            .Where(property => Attributes<ParameterAttribute>(property).Any()).Select(property => property.Name);
        bool shouldProcess = Attributes<CmdletAttribute>(cmdlet).Single().NamedArguments
            .Any(argument => argument is { MemberName: "SupportsShouldProcess", TypedValue.Value: true });
        return shouldProcess ? own.Concat(["WhatIf", "Confirm"]) : own;
    }

    /// <summary>The other names of a cmdlet's parameters by reflection.</summary>
    internal static IEnumerable<string> DeclaredAliases(Type cmdlet) =>
        cmdlet.GetProperties().SelectMany(Attributes<AliasAttribute>)
        .SelectMany(alias => (IEnumerable<CustomAttributeTypedArgument>)alias.ConstructorArguments[0].Value!)
            .Select(name => (string)name.Value!);

    /// <summary>The calls of this module's cmdlets in a script, each with the rest of its line.</summary>
    internal static IEnumerable<(string Cmdlet, string Arguments)> CallsIn(string code) =>
        Regex.Matches(Regex.Replace(code, "'[^'\n]*'|\"[^\"\n]*\"", "''"), @"\b([A-Z]\w*-[A-Z]\w*)([^|;)}\n]*)")
            .Where(call => BuiltModule.CmdletTypes.ContainsKey(call.Groups[1].Value))
            .Select(call => (call.Groups[1].Value, call.Groups[2].Value));

    /// <summary>The names of the parameters in the arguments of a call.</summary>
    internal static IEnumerable<string> ParametersIn(string arguments) =>
        Regex.Matches(arguments, @"(?<=\s)-([A-Za-z]\w*)").Select(match => match.Groups[1].Value);

    private static IEnumerable<CustomAttributeData> Attributes<T>(MemberInfo member) =>
        member.GetCustomAttributesData().Where(attribute => attribute.AttributeType == typeof(T));

    private static string TextOf(XElement element) => (element.Element(s_maml + "description")?.Value ?? "").Trim();
}
