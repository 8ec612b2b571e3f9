using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace PinningTools.Tests.Support;

/// <summary>
/// The memory of an object and of all that it refers to, as a 64-bit runtime lays it out, each object once. Counted from the
/// types, so that it is the same on every run.
/// </summary>
internal static class ObjectSize
{
    private const int Header = 16;

    internal static long Of(object root)
    {
        long sum = 0;
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var open = new Stack<object>([root]);
        while (open.TryPop(out object? one))
        {
            if (one is Type || !seen.Add(one)) continue;
            sum += one switch
            {
                string text => Aligned(22 + (2 * text.Length)),
                Array array => Aligned(Header + 8 + ((long)array.Length * SizeOf(array.GetType().GetElementType()!))),
                _ => Aligned(Header + FieldsOf(one.GetType()).Sum(field => (long)SizeOf(field.FieldType))),
            };
            foreach (object next in Parts(one)) open.Push(next);
        }

        return sum;
    }

    private static IEnumerable<object> Parts(object one)
    {
        if (one is string) return [];
        if (one is Array array)
            return array.GetType().GetElementType()!.IsPrimitive ? [] : array.Cast<object?>().OfType<object>().SelectMany(Whole);
        return FieldsOf(one.GetType()).Select(field => field.GetValue(one)).OfType<object>().SelectMany(Whole);
    }

    /// <summary>The object; of a value, which is a part of what holds it, what it refers to.</summary>
    private static IEnumerable<object> Whole(object one) =>
        !one.GetType().IsValueType ? [one] : one.GetType().IsPrimitive || one.GetType().IsEnum ? [] : Parts(one);

    private static IEnumerable<FieldInfo> FieldsOf(Type? type)
    {
        for (; type is not null; type = type.BaseType)
            foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                yield return field;
    }

    private static int SizeOf(Type type) => type.IsValueType
        ? (int)typeof(ObjectSize).GetMethod(nameof(SizeOfValue), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(type).Invoke(null, null)!
        : 8;

    private static int SizeOfValue<T>() => Unsafe.SizeOf<T>();

    private static long Aligned(long size) => (size + 7) / 8 * 8;
}
