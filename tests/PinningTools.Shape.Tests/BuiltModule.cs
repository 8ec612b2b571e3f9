using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using PinningTools.Commands;

namespace PinningTools.Tests.Shape;

/// <summary>The module as the build left it in the repository.</summary>
internal static class BuiltModule
{
    internal static string Root { get; } = FindRoot();

    internal static string Manifest { get; } = File.ReadAllText(Path.Combine(Root, "PinningTools.psd1"));

    internal static Assembly Cmdlets { get; } = typeof(GetSpkiPinCommand).Assembly;

    internal static Assembly Core { get; } = typeof(SpkiPin).Assembly;

    /// <summary>
    /// Each public cmdlet class by the name users type; read as data, for PowerShell Standard has no code behind it.
    /// Not those that are the engines of functions, which are not exported.
    /// </summary>
    internal static IReadOnlyDictionary<string, Type> CmdletTypes { get; } = Cmdlets.GetExportedTypes()
        .Where(type => CmdletAttributeOf(type) is not null && !IsEngine(type))
        .ToDictionary(type =>
            string.Join('-', CmdletAttributeOf(type)!.ConstructorArguments.Select(argument => argument.Value)));

    /// <summary>The quoted entries of a list in the manifest.</summary>
    internal static IReadOnlyList<string> ManifestList(string key)
    {
        string list = Regex.Match(Manifest, $@"\b{key}\s*=\s*@\(([^)]*)\)").Groups[1].Value;
        return [.. Regex.Matches(list, "'([^']+)'").Select(match => match.Groups[1].Value)];
    }

    private static bool IsEngine(Type type) =>
        type.GetCustomAttributesData().Any(attribute => attribute.AttributeType == typeof(EditorBrowsableAttribute));

    private static CustomAttributeData? CmdletAttributeOf(Type type) =>
        type.GetCustomAttributesData().FirstOrDefault(attribute => attribute.AttributeType == typeof(CmdletAttribute));

    private static string FindRoot()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "PinningTools.psd1")))
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("The tests run outside the repository.");
        return folder;
    }
}
