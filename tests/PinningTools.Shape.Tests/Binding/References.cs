using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace PinningTools.Tests.Shape.Binding;

/// <summary>What an assembly asks other assemblies for.</summary>
internal sealed record References(IReadOnlySet<string> Types, IReadOnlySet<(string Type, string Member)> Members)
{
    internal static References Of(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        MetadataReader reader = file.GetMetadataReader();
        return new References(
            reader.TypeReferences.Select(handle => TypeNames.Of(reader, handle)).ToHashSet(),
            reader.MemberReferences.Select(reader.GetMemberReference)
                .Select(member => (TypeNames.Of(reader, member.Parent), Signature(reader, member)))
                .Where(member => member.Item1.Length > 0).ToHashSet());
    }

    private static string Signature(MetadataReader reader, MemberReference member) =>
        $"{reader.GetString(member.Name)} "
            + (member.GetKind() == MemberReferenceKind.Field
                ? member.DecodeFieldSignature(SignatureText.Instance, null)
                : SignatureText.Of(member.DecodeMethodSignature(SignatureText.Instance, null)));
}
