using System;
using System.IO;
using System.Linq;

namespace PinningTools.Tests.Support;

/// <summary>A folder of a test's own, gone with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    // By means that every runtime has on which tests run.
    internal string Path { get; } = Directory.CreateDirectory(System.IO.Path.Combine(
        System.IO.Path.GetTempPath(), "pinningtools" + Guid.NewGuid().ToString("N"))).FullName;

    internal string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>The names of the files in it, sorted.</summary>
    internal string[] Names() =>
        [.. new DirectoryInfo(Path).GetFiles().Select(file => file.Name).OrderBy(name => name, StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
