using System;
using System.IO;
using PinningTools.Internal;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Files;

/// <summary>What Windows does to who replaces a file: another program has it open for a moment.</summary>
public sealed class FileSharingTests
{
    [Theory]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(1175)]
    [InlineData(1176)]
    public void A_file_that_is_held_for_a_moment_is_waited_for(int code)
    {
        int tries = 0;

        FileSharing.Retry(() =>
        {
            if (++tries < 4) throw new IOException("held", unchecked((int)0x80070000) | code);
        });

        Assert.Equal(4, tries);
    }

    [Fact]
    public void A_denied_access_is_waited_for_on_Windows_alone()
    {
        int tries = 0;
        void Act()
        {
            if (++tries < 3) throw new UnauthorizedAccessException();
        }

        FileSharing.Retry(Act, isWindows: true);
        Assert.Equal(3, tries);

        tries = 0;
        Assert.Throws<UnauthorizedAccessException>(() => FileSharing.Retry(Act, isWindows: false));
        Assert.Equal(1, tries);
    }

    [Fact]
    public void What_waiting_does_not_help_is_told_at_once()
    {
        int tries = 0;

        Assert.Throws<IOException>(() => FileSharing.Retry(() =>
        {
            tries++;
            throw new IOException("full", unchecked((int)0x80070070));
        }));
        Assert.Equal(1, tries);
    }

    [Fact]
    public void A_file_that_is_held_for_good_is_told_in_the_end() =>
        Assert.Throws<IOException>(
            () => FileSharing.Retry(() => throw new IOException("held", unchecked((int)0x80070020))));

    [Theory]
    [InlineData("NUL")]
    [InlineData("nul.json")]
    [InlineData("COM1.txt")]
    [InlineData("LPT9")]
    [InlineData("COM\u00b2.key")]
    [InlineData("Aux .pem")]
    [InlineData("con:x")]
    [InlineData("CONIN$")]
    [InlineData("folder/nul.tar.gz")]
    [InlineData("C:\\folder\\PRN")]
    [InlineData("C:nul")]
    [InlineData("pins.json.")]
    [InlineData("pins.json ")]
    [InlineData("pins.json:hidden")]
    [InlineData("C:\\folder\\pins.json::$DATA")]
    public void What_is_no_file_name_on_Windows_is_told(string path) => Assert.NotNull(WindowsFileName.WhyNot(path));

    [Theory]
    [InlineData("pins.json")]
    [InlineData("C:\\folder\\pins.json")]
    [InlineData("C:pins.json")]
    [InlineData("nulls.json")]
    [InlineData("COM10.txt")]
    [InlineData("com.example.key")]
    [InlineData(".config")]
    [InlineData("a b.json")]
    public void Any_other_name_is_one(string path) => Assert.Null(WindowsFileName.WhyNot(path));

    [Theory]
    [InlineData("com1.example.com.backup.key", "_com1.example.com.backup.key")]
    [InlineData("nul.backup.key", "_nul.backup.key")]
    [InlineData("www.example.com.backup.key", "www.example.com.backup.key")]
    public void A_host_that_is_called_as_a_device_has_a_file_all_the_same(string name, string safe) =>
        Assert.Equal(safe, WindowsFileName.Safe(name));

    [Fact]
    public void Elsewhere_these_names_are_files()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("NUL");
        if (FileSharing.IsWindows) return;

        AtomicFile.Write(path, "text");

        Assert.Equal("text", File.ReadAllText(path));
    }
}
