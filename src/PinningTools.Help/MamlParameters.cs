using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;

namespace PinningTools.Help;

/// <summary>The part of a cmdlet's help that follows from its parameters: syntax, parameters, inputs.</summary>
internal sealed class MamlParameters(DocComments docs)
{
    private const string Switch = "SwitchParameter";

    private static readonly ParameterBinding s_optional = new(null, false, null, false, false);

    private static readonly MamlParameter[] s_shouldProcess =
    [
        new("WhatIf", Switch, ["Shows what would happen if the command ran. Nothing is changed."])
        {
            Aliases = ["wi"],
            Default = "False",
        },
        new("Confirm", Switch, ["Asks for confirmation before anything is changed."])
        {
            Aliases = ["cf"],
            Default = "False",
        },
    ];

    internal XElement SyntaxItem(CmdletShape cmdlet, string set)
    {
        // As PowerShell orders it: by position, then the mandatory ones, then the rest.
        var parameters = cmdlet.Parameters.Select(parameter => (Parameter: parameter, Binding: parameter.In(set)))
            .Where(entry => entry.Binding is not null)
            .OrderBy(entry => entry.Binding!.Position ?? int.MaxValue).ThenBy(entry => !entry.Binding!.Mandatory);
        return new XElement(
            Maml.Command + "syntaxItem",
            new XElement(Maml.Text + "name", cmdlet.Name),
            parameters.Select(entry => Describe(entry.Parameter).ToXml(entry.Binding!, inSyntax: true)),
            ShouldProcess(cmdlet).Select(parameter => parameter.ToXml(s_optional, inSyntax: true)));
    }

    internal XElement All(CmdletShape cmdlet) => new(
        Maml.Command + "parameters",
        cmdlet.Parameters.Select(parameter => (Help: Describe(parameter), Binding: parameter.Overall()))
            .Concat(ShouldProcess(cmdlet).Select(parameter => (Help: parameter, Binding: s_optional)))
            .OrderBy(entry => entry.Help.Name, StringComparer.Ordinal)
            .Select(entry => entry.Help.ToXml(entry.Binding, inSyntax: false)));

    internal static XElement Inputs(CmdletShape cmdlet)
    {
        IEnumerable<XElement> byValue = cmdlet.Parameters.Where(parameter => parameter.Overall().ByValue)
            .Select(parameter =>
                Maml.Value("inputType", parameter.ElementType.FullName!, [$"Values for -{parameter.Name}."]));
        string[] names = [.. cmdlet.Parameters.Where(parameter => parameter.Overall().ByPropertyName)
            .Select(parameter => parameter.Name
                + (parameter.Aliases.Count == 0 ? "" : $" (or {string.Join(", ", parameter.Aliases)})"))];
        string byName =
            $"Objects, such as the rows of a CSV file, with properties of these names: {string.Join(", ", names)}.";
        return new XElement(
            Maml.Command + "inputTypes",
            byValue,
            names.Length == 0 ? null : Maml.Value("inputType", "System.Management.Automation.PSObject", [byName]));
    }

    private static MamlParameter[] ShouldProcess(CmdletShape cmdlet) => cmdlet.ShouldProcess ? s_shouldProcess : [];

    private MamlParameter Describe(ParameterShape parameter) =>
        new(parameter.Name, parameter.Type.Name, [.. docs.Summary(parameter.Property), .. Limits(parameter)])
        {
            Aliases = parameter.Aliases,
            Wildcards = parameter.Wildcards,
            Default = parameter.Default,
            Choices = parameter.Values,
        };

    /// <summary>What can be given: Get-Help shows the choices in the syntax alone, and a range nowhere.</summary>
    private IEnumerable<string> Limits(ParameterShape parameter)
    {
        if (parameter.Range is { } range) yield return $"From {range.Minimum} to {range.Maximum}.";
        if (parameter.Values.Count == 0) yield break;
        string[] meanings = [.. parameter.Values.Select(value => Meaning(parameter.ElementType, value))];
        if (meanings.All(meaning => meaning.Length == 0))
        {
            yield return $"One of {string.Join(", ", parameter.Values)}.";
            yield break;
        }

        yield return "One of:";
        for (int i = 0; i < meanings.Length; i++) yield return $"- {parameter.Values[i]}: {meanings[i]}";
    }

    private string Meaning(Type type, string value) =>
        type.GetField(value) is { } field ? string.Join(" ", docs.Summary(field)) : "";
}
