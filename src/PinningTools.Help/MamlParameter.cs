using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;

namespace PinningTools.Help;

/// <summary>A parameter as the help shows it, in the syntax or among the parameters.</summary>
internal sealed record MamlParameter(string Name, string Type, IReadOnlyList<string> Description)
{
    internal IReadOnlyList<string> Aliases { get; init; } = [];

    internal bool Wildcards { get; init; }

    internal string? Default { get; init; }

    /// <summary>The choices that the syntax shows in place of the type.</summary>
    internal IReadOnlyList<string> Choices { get; init; } = [];

    internal bool IsSwitch => Type == "SwitchParameter";

    internal XElement ToXml(ParameterBinding binding, bool inSyntax) => new(
        Maml.Command + "parameter",
        new XAttribute("required", binding.Mandatory),
        new XAttribute("variableLength", Type.EndsWith("[]", System.StringComparison.Ordinal)),
        new XAttribute("globbing", Wildcards),
        new XAttribute("pipelineInput", Pipeline(binding)),
        new XAttribute(
            "position", binding.Position?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "named"),
        new XAttribute("aliases", Aliases.Count == 0 ? "none" : string.Join(", ", Aliases)),
        new XElement(Maml.Text + "name", Name),
        inSyntax ? null : Maml.Description(Description),
        ValueOf(inSyntax),
        inSyntax ? null : Maml.Type(Type),
        inSyntax ? null : new XElement(Maml.Dev + "defaultValue", Default ?? "None"));

    private XElement? ValueOf(bool inSyntax)
    {
        if (inSyntax && IsSwitch) return null;
        if (inSyntax && Choices.Count > 0)
            return new XElement(
                Maml.Command + "parameterValueGroup", Choices.Select(choice => Value(choice, required: false)));
        return Value(Type, required: !IsSwitch);
    }

    private static XElement Value(string text, bool required) => new(
        Maml.Command + "parameterValue", new XAttribute("required", required),
            new XAttribute("variableLength", false), text);

    private static string Pipeline(ParameterBinding binding) => (binding.ByValue, binding.ByPropertyName) switch
    {
        (true, true) => "True (ByValue, ByPropertyName)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };
}
