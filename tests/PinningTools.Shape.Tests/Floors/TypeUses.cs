using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace PinningTools.Tests.Shape.Floors;

/// <summary>
/// The types of an assembly that a type of it uses: by what it derives from, by its members' signatures, by attributes
/// and by every instruction. What an enum's value or a constant was is not seen: the compiler leaves the number alone.
/// </summary>
internal sealed class TypeUses(PEReader file, MetadataReader reader)
{
    internal ISet<TypeDefinitionHandle> Of(TypeDefinitionHandle handle)
    {
        TypeDefinition type = reader.GetTypeDefinition(handle);
        var found = new UsedTypes();
        Add(found, type.BaseType);
        foreach (InterfaceImplementationHandle one in type.GetInterfaceImplementations())
            Add(found, reader.GetInterfaceImplementation(one).Interface);
        Add(found, type.GetGenericParameters());
        Add(found, type.GetCustomAttributes());
        foreach (FieldDefinition field in type.GetFields().Select(reader.GetFieldDefinition))
        {
            field.DecodeSignature(found, null);
            Add(found, field.GetCustomAttributes());
        }

        foreach (PropertyDefinitionHandle property in type.GetProperties())
            Add(found, reader.GetPropertyDefinition(property).GetCustomAttributes());
        foreach (MethodDefinition method in type.GetMethods().Select(reader.GetMethodDefinition)) Add(found, method);
        return found.Types;
    }

    private void Add(UsedTypes found, MethodDefinition method)
    {
        method.DecodeSignature(found, null);
        Add(found, method.GetGenericParameters());
        Add(found, method.GetCustomAttributes());
        foreach (ParameterHandle parameter in method.GetParameters())
            Add(found, reader.GetParameter(parameter).GetCustomAttributes());
        if (method.RelativeVirtualAddress == 0) return;

        MethodBodyBlock body = file.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
            reader.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(found, null);
        foreach (ExceptionRegion region in body.ExceptionRegions) Add(found, region.CatchType);
        foreach (EntityHandle token in MethodTokens.Of(body)) Add(found, token);
    }

    private void Add(UsedTypes found, GenericParameterHandleCollection parameters)
    {
        foreach (GenericParameterHandle parameter in parameters)
        {
            foreach (GenericParameterConstraintHandle one in reader.GetGenericParameter(parameter).GetConstraints())
                Add(found, reader.GetGenericParameterConstraint(one).Type);
        }
    }

    private void Add(UsedTypes found, CustomAttributeHandleCollection attributes)
    {
        foreach (CustomAttributeHandle attribute in attributes)
            Add(found, reader.GetCustomAttribute(attribute).Constructor);
    }

    private void Add(UsedTypes found, EntityHandle handle)
    {
        if (handle.IsNil) return;
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                found.Types.Add((TypeDefinitionHandle)handle);
                break;
            case HandleKind.TypeSpecification:
                reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(found, null);
                break;
            case HandleKind.MethodDefinition:
                found.Types.Add(reader.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.FieldDefinition:
                found.Types.Add(reader.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.MemberReference:
                Add(found, reader.GetMemberReference((MemberReferenceHandle)handle).Parent);
                break;
            case HandleKind.MethodSpecification:
                MethodSpecification method = reader.GetMethodSpecification((MethodSpecificationHandle)handle);
                Add(found, method.Method);
                method.DecodeSignature(found, null);
                break;
        }
    }

    /// <summary>Keeps the types that go by while a signature is read.</summary>
    private sealed class UsedTypes : ISignatureTypeProvider<byte, object?>
    {
        internal HashSet<TypeDefinitionHandle> Types { get; } = [];

        public byte GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
            Types.Add(handle) ? (byte)1 : (byte)0;

        public byte GetTypeFromSpecification(
            MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

        public byte GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => 0;

        public byte GetPrimitiveType(PrimitiveTypeCode typeCode) => 0;

        public byte GetArrayType(byte elementType, ArrayShape shape) => 0;

        public byte GetSZArrayType(byte elementType) => 0;

        public byte GetByReferenceType(byte elementType) => 0;

        public byte GetPointerType(byte elementType) => 0;

        public byte GetPinnedType(byte elementType) => 0;

        public byte GetGenericInstantiation(byte genericType, ImmutableArray<byte> typeArguments) => 0;

        public byte GetGenericTypeParameter(object? genericContext, int index) => 0;

        public byte GetGenericMethodParameter(object? genericContext, int index) => 0;

        public byte GetFunctionPointerType(MethodSignature<byte> signature) => 0;

        public byte GetModifiedType(byte modifier, byte unmodifiedType, bool isRequired) => 0;
    }
}
