using System.IO;
using System.Runtime.InteropServices;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Http;

public sealed class MultipartBodyTests
{
    [Theory]
    [InlineData("a\r\nX-Header: b")]
    [InlineData("a\"; filename=\"b")]
    public void A_field_that_cannot_be_sent_is_named(string name) =>
        Assert.Equal("FormFieldInvalid", FaultOf(new FormField(name, "text")).Id);

    [SkippableFact]
    public void So_is_one_whose_file_has_such_a_name()
    {
        Skip.If(RuntimeInformation.IsOSPlatform(OSPlatform.Windows), "No file has such a name there.");
        string folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName())).FullName;
        try
        {
            var file = new FileInfo(Path.Combine(folder, "a\"\n.txt"));
            File.WriteAllText(file.FullName, "text");

            Fault fault = FaultOf(new FormField("upload", "", file));

            Assert.Equal("FormFieldInvalid", fault.Id);
            Assert.Contains("'upload'", fault.Message, System.StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Fault FaultOf(FormField field) => Assert.Throws<PinningException>(
        () => new MultipartBody([field]).MakeContent(null, skipValidation: false)).Fault;
}
