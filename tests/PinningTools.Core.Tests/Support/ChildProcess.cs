using System;
using System.Diagnostics;
using System.IO;
using System.Linq;

namespace PinningTools.Tests.Support;

/// <summary>Starts this test assembly, and so this leg of the library, as a process of its own.</summary>
internal static class ChildProcess
{
    private static string Host =>
        Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet";

    internal static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Host);
        foreach (string argument in All(arguments)) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    /// <summary>The same as a command for bash.</summary>
    internal static string CommandLine(params string[] arguments) =>
        string.Join(" ", All(arguments).Prepend(Host).Select(part => $"'{part}'"));

    private static string[] All(string[] arguments) =>
        ["exec", "--roll-forward", "Major", typeof(ChildProcess).Assembly.Location, .. arguments];
}
