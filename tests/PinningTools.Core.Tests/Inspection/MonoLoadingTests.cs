#if NETSTANDARD_LEG
using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Inspection;

/// <summary>
/// The late library on the nearest stand-in for .NET Framework, which tells copies of Bouncy Castle apart by name alone:
/// laid out as in the module, loaded by path as Import-Module does it, with another copy before, after or from a resolver.
/// </summary>
public sealed class MonoLoadingTests : IDisposable
{
    private const string Program = """
        using System;
        using System.IO;
        using System.Linq;
        using System.Reflection;

        static class Program
        {
            static void Main(string[] args)
            {
                string lib = args[0], other = args[1], order = args[2];
                if (order == "resolver")
                    AppDomain.CurrentDomain.AssemblyResolve += (sender, needed) =>
                        needed.Name.Contains("BouncyCastle") ? Assembly.LoadFrom(other) : null;
                if (order == "before") Use(Assembly.LoadFrom(other));
                Assembly core = Assembly.LoadFrom(Path.Combine(lib, "netstandard2.0", "PinningTools.Core.dll"));
                MethodInfo create = core.GetType("PinningTools.Internal.LateLibrary").GetMethod("Create", BindingFlags.NonPublic | BindingFlags.Static);
                Type handshake = core.GetType("PinningTools.Internal.IInspectionHandshake");
                object made = create.MakeGenericMethod(handshake).Invoke(null, new object[] { "InspectionHandshake" });
                // Every type, so that each base class and interface is bound.
                Console.WriteLine(made.GetType().Assembly.GetTypes().Length > 0 && handshake.IsInstanceOfType(made));
                if (order == "after") Use(Assembly.LoadFrom(other));
                foreach (Assembly assembly in AppDomain.CurrentDomain.GetAssemblies())
                {
                    string name = assembly.GetName().Name;
                    if (name.Contains("BouncyCastle") || name == "PinningTools.Core") Console.WriteLine(name + " " + Path.GetFileName(Path.GetDirectoryName(assembly.Location)));
                }
            }

            // So that the code of the other copy has run.
            static void Use(Assembly assembly)
            {
                Activator.CreateInstance(assembly.GetType("Org.BouncyCastle.Tls.TlsClientProtocol"), new object[0]);
            }
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("alone", "")]
    [InlineData("before", "BouncyCastle.Cryptography Other")]
    [InlineData("after", "BouncyCastle.Cryptography Other")]
    [InlineData("resolver", "")]
    public async Task The_late_library_is_bound_to_its_own_copy(string order, string others)
    {
        string? compiler = Tool.Find("mcs");
        string? mono = Tool.Find("mono");
        Skip.If(compiler is null || mono is null, "Mono is not installed.");
        string lib = Lay("lib", LateLibrary.Name, LateLibrary.RenamedName);
        Lay("lib/netstandard2.0", "PinningTools.Core");
        string other = Path.Combine(AppContext.BaseDirectory, "Other", "BouncyCastle.Cryptography.dll");
        await File.WriteAllTextAsync(_folder.File("Program.cs"), Program);
        string program = _folder.File("program.exe");
        ToolResult compiled = await Tool.RunAsync(compiler!, ["-out:" + program, _folder.File("Program.cs")]);
        Assert.Equal((0, ""), (compiled.ExitCode, compiled.Error));

        ToolResult result = await Tool.RunAsync(mono!, [program, lib, other, order]);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        string[] lines = [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        Assert.Equal("True", lines[0]);
        string[] expected =
        [
            "PinningTools.Core netstandard2.0", LateLibrary.Name + " lib", LateLibrary.RenamedName + " lib",
            .. others.Length > 0 ? [others] : Array.Empty<string>(),
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), lines.Skip(1).Order(StringComparer.Ordinal));
    }

    private string Lay(string folder, params string[] names)
    {
        string place = Directory.CreateDirectory(_folder.File(folder)).FullName;
        foreach (string name in names)
            File.Copy(Path.Combine(AppContext.BaseDirectory, name + ".dll"), Path.Combine(place, name + ".dll"), true);
        return place;
    }
}
#endif
