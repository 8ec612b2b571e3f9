using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace PinningTools.Tests.Shape.Binding;

/// <summary>The types and members that some assemblies have.</summary>
internal sealed class Surface
{
    private readonly Dictionary<string, (HashSet<string> Members, List<string> Bases)> _types = [];
    private readonly HashSet<string> _forwarded = [];

    internal static Surface Of(params IEnumerable<string> assemblies)
    {
        var surface = new Surface();
        foreach (string path in assemblies) surface.Add(path);
        return surface;
    }

    internal int TypeCount => _types.Count;

    internal bool Has(string type) => _types.ContainsKey(type);

    /// <summary>Whether a facade such as netstandard.dll sends who asks it for a type to another assembly.</summary>
    internal bool Forwards(string type) => _forwarded.Contains(type);

    /// <summary>Whether the type or one that it derives from has the member.</summary>
    internal bool Has(string type, string member)
    {
        // An array's own methods are the runtime's.
        if (type.EndsWith(']')) return true;
        return _types.TryGetValue(type, out var found)
            && (found.Members.Contains(member) || found.Bases.Exists(parent => Has(parent, member)));
    }

    private void Add(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        if (!file.HasMetadata) return;
        MetadataReader reader = file.GetMetadataReader();
        foreach (ExportedTypeHandle handle in reader.ExportedTypes)
        {
            ExportedType type = reader.GetExportedType(handle);
            _forwarded.Add($"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}");
        }

        foreach (TypeDefinitionHandle handle in reader.TypeDefinitions) Add(reader, handle);
    }

    private void Add(MetadataReader reader, TypeDefinitionHandle handle)
    {
        TypeDefinition type = reader.GetTypeDefinition(handle);
        var members = new HashSet<string>(
            type.GetMethods().Select(reader.GetMethodDefinition).Select(method =>
                $"{reader.GetString(method.Name)} "
                    + SignatureText.Of(method.DecodeSignature(SignatureText.Instance, null)))
            .Concat(type.GetFields().Select(reader.GetFieldDefinition).Select(field =>
                $"{reader.GetString(field.Name)} {field.DecodeSignature(SignatureText.Instance, null)}")),
            StringComparer.Ordinal);
        List<string> bases =
        [
            .. type.GetInterfaceImplementations().Select(one => reader.GetInterfaceImplementation(one).Interface)
                .Append(type.BaseType).Where(one => !one.IsNil).Select(one => TypeNames.Of(reader, one)),
        ];
        _types[TypeNames.Of(reader, handle)] = (members, bases);
    }
}
