using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using PinningTools.Internal;
using PinningTools.Tests.Shape.Binding;
using PinningTools.Tests.Shape.Floors;
using Xunit;

namespace PinningTools.Tests.Shape;

/// <summary>What is kept for the whole process is cleared in one place when the module is removed.</summary>
public sealed class CachesTests
{
    private const BindingFlags Statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly Type[] s_growing =
        [typeof(ConcurrentDictionary<,>), BuiltModule.Core.GetType("PinningTools.Internal.FileCache`1", throwOnError: true)!];

    [Fact]
    public void Every_cache_is_cleared_when_the_module_is_removed()
    {
        string[] caches = [.. new[] { BuiltModule.Core, BuiltModule.Cmdlets }.SelectMany(CachesOf)];

        Assert.True(caches.Length >= 4, $"Only {string.Join(", ", caches)} were found.");
        Assert.Empty(caches.Except(ClearedOnRemoval()));
        Assert.Contains("PinningTools.Internal.TransportPool", ClearedOnRemoval());
    }

    [Fact]
    public void A_cache_is_known_by_its_field() => Assert.Equal(
        [typeof(Keeping).FullName, typeof(Remembering).FullName],
        CachesOf(typeof(CachesTests).Assembly).Order());

    /// <summary>The types that keep what may grow, or what is put in place of something, in a static field.</summary>
    private static IEnumerable<string> CachesOf(Assembly assembly) => assembly.GetTypes()
        .Where(type => !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
            && type.GetFields(Statics).Any(IsCache))
        .Select(type => type.FullName!);

    private static bool IsCache(FieldInfo field)
    {
        Type type = field.FieldType;
        if (type.IsGenericType && s_growing.Contains(type.GetGenericTypeDefinition())) return true;
        return !field.IsInitOnly && !field.IsLiteral && !type.IsValueType && !type.IsSubclassOf(typeof(Delegate));
    }

    private static HashSet<string> ClearedOnRemoval()
    {
        using var file = new PEReader(File.OpenRead(BuiltModule.Cmdlets.Location));
        MetadataReader reader = file.GetMetadataReader();
        MethodDefinition removal = reader.TypeDefinitions
            .Where(handle => TypeNames.Of(reader, handle) == typeof(ModuleCleanup).FullName)
            .SelectMany(handle => reader.GetTypeDefinition(handle).GetMethods()).Select(reader.GetMethodDefinition)
            .Single(method => reader.GetString(method.Name) == nameof(ModuleCleanup.OnRemove));
        return [.. MethodTokens.Of(file.GetMethodBody(removal.RelativeVirtualAddress))
            .Select(token => OwnerOfClear(reader, token)).OfType<string>()];
    }

    private static string? OwnerOfClear(MetadataReader reader, EntityHandle token) => token.Kind switch
    {
        HandleKind.MemberReference
            when reader.GetMemberReference((MemberReferenceHandle)token) is var called
                && reader.GetString(called.Name) == "Clear" => TypeNames.Of(reader, called.Parent),
        HandleKind.MethodDefinition
            when reader.GetMethodDefinition((MethodDefinitionHandle)token) is var called
                && reader.GetString(called.Name) == "Clear" => TypeNames.Of(reader, called.GetDeclaringType()),
        _ => null,
    };

    private static class Keeping
    {
        internal static readonly ConcurrentDictionary<string, string> All = new();
    }

    private static class Remembering
    {
        internal static string? Last { get; set; }
    }

    private static class Knowing
    {
        internal static readonly Dictionary<string, string> Names = [];
        internal static int Count { get; set; }
    }
}
