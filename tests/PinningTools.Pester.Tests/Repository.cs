using System.Linq;
using System.Reflection;

namespace PinningTools.Tests.Pester;

/// <summary>The places that the build knew: this clone, the package cache and Pester in it.</summary>
internal static class Repository
{
    internal static string Root { get; } = Metadata("RepositoryRoot");

    internal static string PackageCache { get; } = Metadata("PackageCache");

    internal static string Pester { get; } = Metadata("PesterPath");

    private static string Metadata(string key) => typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == key).Value!;
}
