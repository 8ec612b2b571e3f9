using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using PinningTools.Tests.Shape.Binding;

namespace PinningTools.Tests.Shape.Floors;

/// <summary>A type, the room that it lies in, and the types of the same project that it uses.</summary>
internal sealed record RoomedType(string Name, string Room, IReadOnlyCollection<string> Uses);

/// <summary>The types of a project as its assembly tells them; a nested one counts as the type that it is in.</summary>
internal static class RoomedTypes
{
    /// <param name="assembly">The assembly's path.</param>
    /// <param name="folder">
    /// The project's folder as seen from the repository's root. What lies elsewhere (generated code) is in no room.
    /// </param>
    internal static IReadOnlyList<RoomedType> Of(string assembly, string folder)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        MetadataReader reader = file.GetMetadataReader();
        using TypeFiles files = TypeFiles.Of(file, assembly);
        var uses = new TypeUses(file, reader);
        return
        [
            .. from handle in reader.TypeDefinitions
               group handle by Outermost(reader, handle) into one
               let rooms = one.SelectMany(part => files.Of(reader, part)).Select(path => RoomOf(path, folder))
                   .OfType<string>().Distinct().ToArray()
               where rooms.Length > 0
               let used = one.SelectMany(uses.Of).Select(used => Outermost(reader, used)).Distinct()
                   .Where(used => used != one.Key).Select(used => TypeNames.Of(reader, used)).ToArray()
               select new RoomedType(TypeNames.Of(reader, one.Key), string.Join('+', rooms), used),
        ];
    }

    /// <summary>The folder right below the project's; a file that lies in none is in a room without a name.</summary>
    private static string? RoomOf(string path, string folder)
    {
        int start = path.LastIndexOf($"/{folder}/", StringComparison.Ordinal);
        if (start < 0) return null;
        string[] parts = path[(start + folder.Length + 2)..].Split('/');
        return parts[0] == "obj" ? null : parts.Length == 1 ? "" : parts[0];
    }

    private static TypeDefinitionHandle Outermost(MetadataReader reader, TypeDefinitionHandle handle)
    {
        TypeDefinitionHandle outer = reader.GetTypeDefinition(handle).GetDeclaringType();
        return outer.IsNil ? handle : Outermost(reader, outer);
    }
}
