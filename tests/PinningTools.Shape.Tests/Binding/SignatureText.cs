using System.Collections.Immutable;
using System.Linq;
using System.Reflection.Metadata;

namespace PinningTools.Tests.Shape.Binding;

/// <summary>
/// A signature as text, the same for who refers to a member and who has it: types by their names, whatever assembly
/// they are in.
/// </summary>
internal sealed class SignatureText : ISignatureTypeProvider<string, object?>
{
    /// <summary>No bracket that compilers put into names.</summary>
    internal const char OpenArguments = '⟨';

    internal static SignatureText Instance { get; } = new();

    internal static string Of(MethodSignature<string> method) =>
        $"{(method.Header.IsInstance ? "instance " : "")}{method.ReturnType}"
            + $"{(method.GenericParameterCount > 0 ? $"`{method.GenericParameterCount}" : "")}"
            + $"({string.Join(", ", method.ParameterTypes)})";

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
        TypeNames.Of(reader, handle);

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) =>
        TypeNames.Of(reader, handle);

    public string GetTypeFromSpecification(
        MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => "System." + typeCode;

    public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[{shape.Rank}]";

    public string GetSZArrayType(string elementType) => elementType + "[]";

    public string GetByReferenceType(string elementType) => elementType + "&";

    public string GetPointerType(string elementType) => elementType + "*";

    public string GetPinnedType(string elementType) => elementType;

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) =>
        $"{genericType}{OpenArguments}{string.Join(", ", typeArguments)}⟩";

    public string GetGenericTypeParameter(object? genericContext, int index) => "!" + index;

    public string GetGenericMethodParameter(object? genericContext, int index) => "!!" + index;

    public string GetFunctionPointerType(MethodSignature<string> signature) => "function " + Of(signature);

    /// <summary>
    /// Modifiers such as in and volatile tell nothing of where a member is, and reference assemblies leave some out.
    /// </summary>
    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;
}
