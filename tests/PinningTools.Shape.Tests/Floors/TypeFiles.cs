using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace PinningTools.Tests.Shape.Floors;

/// <summary>The source files of an assembly's types, as its symbols tell them, embedded or in a file beside it.</summary>
internal sealed class TypeFiles : IDisposable
{
    /// <summary>Where the compiler notes the files of a type whose methods have no statements: enums, interfaces.</summary>
    private static readonly Guid s_typeDocuments = new("932E74BC-DBA9-4478-8D46-0F32A7BAB3D3");

    private readonly MetadataReaderProvider _provider;
    private readonly MetadataReader _symbols;

    private TypeFiles(MetadataReaderProvider provider)
    {
        _provider = provider;
        _symbols = provider.GetMetadataReader();
    }

    internal static TypeFiles Of(PEReader file, string path) =>
        file.TryOpenAssociatedPortablePdb(path, File.OpenRead, out MetadataReaderProvider? provider, out _)
            && provider is not null
            ? new TypeFiles(provider)
            : throw new InvalidOperationException($"{path} has no symbols.");

    public void Dispose() => _provider.Dispose();

    /// <summary>The files of a type, but for those of the types in it, with slashes forward.</summary>
    internal IEnumerable<string> Of(MetadataReader reader, TypeDefinitionHandle handle) =>
        reader.GetTypeDefinition(handle).GetMethods().SelectMany(DocumentsOf).Concat(DocumentsOf(handle))
            .Where(document => !document.IsNil).Distinct()
            .Select(document => _symbols.GetString(_symbols.GetDocument(document).Name).Replace('\\', '/'));

    private IEnumerable<DocumentHandle> DocumentsOf(MethodDefinitionHandle method)
    {
        MethodDebugInformation information = _symbols.GetMethodDebugInformation(method.ToDebugInformationHandle());
        return information.SequencePointsBlob.IsNil
            ? [information.Document]
            : information.GetSequencePoints().Select(point => point.Document);
    }

    private IEnumerable<DocumentHandle> DocumentsOf(TypeDefinitionHandle type)
    {
        foreach (CustomDebugInformationHandle handle in _symbols.GetCustomDebugInformation(type))
        {
            CustomDebugInformation information = _symbols.GetCustomDebugInformation(handle);
            if (_symbols.GetGuid(information.Kind) != s_typeDocuments) continue;
            BlobReader blob = _symbols.GetBlobReader(information.Value);
            while (blob.RemainingBytes > 0) yield return MetadataTokens.DocumentHandle(blob.ReadCompressedInteger());
        }
    }
}
