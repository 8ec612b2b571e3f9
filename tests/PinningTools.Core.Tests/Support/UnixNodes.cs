using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using Xunit;

namespace PinningTools.Tests.Support;

/// <summary>What only Unix has at a path, for tests that skip if there is none.</summary>
internal static class UnixNodes
{
    internal const uint SomebodyElse = 65534;

    internal static void SkipElsewhere() => Skip.If(OperatingSystem.IsWindows(), "Windows has no such files.");

    /// <summary>Only root gives files away.</summary>
    internal static void SkipUnlessRoot()
    {
        SkipElsewhere();
        Skip.If(Environment.UserName != "root", "Only root gives files away.");
    }

    /// <summary>A pipe with a name, which no one writes into: to open it for reading waits for good.</summary>
    internal static string MakePipe(string path)
    {
        Assert.Equal(0, MakeFifo(Encoding.UTF8.GetBytes(path + "\0"), 0x1A4));
        return path;
    }

    /// <summary>A device without end, like /dev/zero, of a test's own: whoever is root could replace the real one.</summary>
    internal static string MakeDevice(string path)
    {
        const uint Characters = 0x2000 | 0x1B6;
        const ulong Zero = (1 << 8) | 5;
        SkipUnlessRoot();
        Skip.IfNot(OperatingSystem.IsLinux(), "Devices have other numbers elsewhere.");
        Skip.IfNot(MakeNode(Encoding.UTF8.GetBytes(path + "\0"), Characters, Zero) == 0, "No device can be made here.");
        return path;
    }

    internal static void Give(string path, uint owner, uint group) =>
        Assert.Equal(0, ChangeOwner(Encoding.UTF8.GetBytes(path + "\0"), owner, group));

    internal static void SetMode(string path, int mode)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, (UnixFileMode)mode);
    }

    internal static int ModeOf(string path) => OperatingSystem.IsWindows() ? 0 : (int)File.GetUnixFileMode(path);

    [DllImport("libc", EntryPoint = "mkfifo")]
    private static extern int MakeFifo(byte[] path, uint mode);

    [DllImport("libc", EntryPoint = "mknod")]
    private static extern int MakeNode(byte[] path, uint mode, ulong device);

    [DllImport("libc", EntryPoint = "chown")]
    private static extern int ChangeOwner(byte[] path, uint owner, uint group);
}
