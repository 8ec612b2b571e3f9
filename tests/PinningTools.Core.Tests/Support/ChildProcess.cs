using System;
using System.Diagnostics;
using System.IO;

namespace PinningTools.Tests.Support;

/// <summary>Starts this test assembly, and so this leg of the library, as a process of its own.</summary>
internal static class ChildProcess
{
    internal static Process Start(params string[] arguments)
    {
        bool isDotNet = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
        var start = new ProcessStartInfo(isDotNet ? Environment.ProcessPath! : "dotnet");
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(typeof(ChildProcess).Assembly.Location);
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["DOTNET_ROLL_FORWARD"] = "Major";
        return Process.Start(start)!;
    }
}
