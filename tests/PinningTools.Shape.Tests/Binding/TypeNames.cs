using System.Reflection.Metadata;

namespace PinningTools.Tests.Shape.Binding;

/// <summary>The full names of types in metadata, with a plus before nested types.</summary>
internal static class TypeNames
{
    internal static string Of(MetadataReader reader, TypeDefinitionHandle handle)
    {
        TypeDefinition type = reader.GetTypeDefinition(handle);
        string name = reader.GetString(type.Name);
        TypeDefinitionHandle outer = type.GetDeclaringType();
        return outer.IsNil ? Join(reader.GetString(type.Namespace), name) : $"{Of(reader, outer)}+{name}";
    }

    internal static string Of(MetadataReader reader, TypeReferenceHandle handle)
    {
        TypeReference type = reader.GetTypeReference(handle);
        string name = reader.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{Of(reader, (TypeReferenceHandle)type.ResolutionScope)}+{name}"
            : Join(reader.GetString(type.Namespace), name);
    }

    /// <summary>The name without what a generic type is made of.</summary>
    internal static string Of(MetadataReader reader, EntityHandle handle)
    {
        string name = handle.Kind switch
        {
            HandleKind.TypeDefinition => Of(reader, (TypeDefinitionHandle)handle),
            HandleKind.TypeReference => Of(reader, (TypeReferenceHandle)handle),
            HandleKind.TypeSpecification => SignatureText.Instance.GetTypeFromSpecification(
                reader, null, (TypeSpecificationHandle)handle, 0),
            _ => "",
        };
        int arguments = name.IndexOf(SignatureText.OpenArguments);
        return arguments < 0 ? name : name[..arguments];
    }

    private static string Join(string space, string name) => space.Length == 0 ? name : $"{space}.{name}";
}
