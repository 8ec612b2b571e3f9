using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace PinningTools.Tests.Wine;

/// <summary>
/// A runner inside the program, for the usual ones start programs that Wine does not run: it runs the classes whose names
/// begin as one of the arguments says, one test after the other, and counts them in its last line.
/// </summary>
internal static class Program
{
    private const string Tests = "PinningTools.Tests.";

    private static int s_passed;
    private static int s_failed;
    private static int s_skipped;

    private static async Task<int> Main(string[] arguments)
    {
        // Some tests start this program as a process of its own.
        if (arguments is not ["run", .. string[] prefixes]) return await ChildProgram.Main(arguments);
        foreach (Type type in Assembly.GetExecutingAssembly().GetTypes().Where(type => IsAsked(type, prefixes)))
            foreach (MethodInfo test in type.GetMethods().Where(method => FactOf(method) is not null))
                foreach (object?[] row in RowsOf(test))
                    RunAlone(() => Run(type, test, row));
        Console.WriteLine($"Wine: {s_passed} passed, {s_failed} failed, {s_skipped} skipped");
        return s_failed == 0 && s_passed > 0 ? 0 : 1;
    }

    /// <summary>
    /// On a thread of its own: once an exception has left a call of the system, a thread of Wine 8 may fall into a loop at
    /// the next one.
    /// </summary>
    private static void RunAlone(Action run)
    {
        var thread = new Thread(() => run());
        thread.Start();
        thread.Join();
    }

    private static bool IsAsked(Type type, string[] prefixes) => type is { IsPublic: true, IsAbstract: false }
        && prefixes.Any(prefix => type.FullName!.StartsWith(Tests + prefix, StringComparison.Ordinal));

    private static FactAttribute? FactOf(MethodInfo method) => method.GetCustomAttribute<FactAttribute>();

    private static IEnumerable<object?[]> RowsOf(MethodInfo test) =>
        FactOf(test) is TheoryAttribute
            ? test.GetCustomAttributes<Xunit.Sdk.DataAttribute>().SelectMany(data => data.GetData(test))
            : [[]];

    private static void Run(Type type, MethodInfo test, object?[] row)
    {
        string name = $"{type.FullName![Tests.Length..]}.{test.Name}({string.Join(", ", row)})";
        // Where a run hangs, the last line of this tells where.
        Console.Error.WriteLine(name);
        object? instance = null;
        try
        {
            instance = Make(type);
            object?[] given =
            [.. row.Zip(test.GetParameters(), (value, parameter) => Fit(value, parameter.ParameterType))];
            object? made = test.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, given, null);
            (made as Task)?.GetAwaiter().GetResult();
            (instance as IDisposable)?.Dispose();
            s_passed++;
        }
        catch (SkipException skip)
        {
            (instance as IDisposable)?.Dispose();
            Console.WriteLine($"  Skipped {name}: {skip.Message}");
            s_skipped++;
        }
        catch (Exception error)
        {
            string why = error.ToString().Replace("\n", "\n    ", StringComparison.Ordinal);
            Console.WriteLine($"  Failed {name}\n    {why}");
            s_failed++;
        }
    }

    private static object Make(Type type) => type.GetConstructors()[0].GetParameters().Length == 0
        ? Activator.CreateInstance(type)!
        : Activator.CreateInstance(type, new Told())!;

    private static object? Fit(object? value, Type type) =>
        value is IConvertible && type.IsPrimitive ? Convert.ChangeType(value, type, null) : value;

    /// <summary>What tests tell goes where the failures go.</summary>
    private sealed class Told : ITestOutputHelper
    {
        public void WriteLine(string message) => Console.WriteLine("  " + message);

        public void WriteLine(string format, params object[] args) =>
            Console.WriteLine("  " + string.Format(null, format, args));
    }
}
