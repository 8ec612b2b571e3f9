using System;
using System.IO;
using PinningTools.Internal;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>What came there between the look and the writing, too.</summary>
    [Fact]
    public void What_is_written_as_new_takes_the_place_of_nothing()
    {
        string path = Path.Combine(_folder.Path, "pins.txt");
        AtomicFile.WriteNew(path, "first");

        PinningException error = Assert.Throws<PinningException>(() => AtomicFile.WriteNew(path, "second"));

        Assert.Equal("FileExists", error.Fault.Id);
        Assert.Equal("first", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }
}
