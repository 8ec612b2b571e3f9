using System;
using System.IO;
using System.Reflection;
#if NET
using System.Runtime.Loader;
#endif
using System.Threading;

namespace PinningTools.Internal;

/// <summary>
/// Loads PinningTools.BouncyCastle and the renamed Bouncy Castle at the first need: what uses neither never loads them.
/// They are beside this assembly or, in the module, one folder up, because both builds of this assembly share them.
/// </summary>
internal static class LateLibrary
{
    internal const string Name = "PinningTools.BouncyCastle";
    internal const string RenamedName = "PinningTools.BouncyCastle.Cryptography";

    private static readonly Lazy<Assembly> s_assembly = new(Load, LazyThreadSafetyMode.PublicationOnly);

    /// <summary>An object of the late library.</summary>
    /// <typeparam name="T">An interface of this assembly.</typeparam>
    /// <param name="type">The name of the class, in the namespace of the interface.</param>
    /// <exception cref="PinningException">The library is not there, or belongs to another version.</exception>
    internal static T Create<T>(string type)
        where T : class
    {
        try
        {
            Type found = s_assembly.Value.GetType($"{typeof(T).Namespace}.{type}", throwOnError: true)!;
            return (T)Activator.CreateInstance(found, nonPublic: true)!;
        }
        catch (Exception error) when (error is IOException or BadImageFormatException or TypeLoadException
            or MissingMethodException or InvalidCastException)
        {
            throw new PinningException(Faults.LateLibraryUnusable(Name, error.Message), error);
        }
    }

    private static Assembly Load()
    {
        Assembly own = typeof(LateLibrary).Assembly;
        if (own.Location.Length == 0) throw new FileNotFoundException("This assembly was not loaded from a file.");
        string beside = Path.GetDirectoryName(own.Location)!;
        string folder = File.Exists(Path.Combine(beside, Name + ".dll")) ? beside : Path.GetDirectoryName(beside) ?? "";
        string renamed = Path.Combine(folder, RenamedName + ".dll");
        string library = Path.Combine(folder, Name + ".dll");
#if NET
        // Where this assembly is, so that what they need of it is this very one. The renamed library comes first: what is
        // loaded is found before any resolver of the process is asked.
        AssemblyLoadContext context = AssemblyLoadContext.GetLoadContext(own) ?? AssemblyLoadContext.Default;
        context.LoadFromAssemblyPath(renamed);
        return context.LoadFromAssemblyPath(library);
#else
        // .NET Framework looks for what the library needs in the library's own folder, where this assembly may not be.
        Assembly crypto = Assembly.LoadFrom(renamed);
        AppDomain.CurrentDomain.AssemblyResolve += (_, needed) => new AssemblyName(needed.Name).Name switch
        {
            RenamedName => crypto,
            "PinningTools.Core" when needed.RequestingAssembly?.GetName().Name == Name => own,
            _ => null,
        };
        return Assembly.LoadFrom(library);
#endif
    }
}
