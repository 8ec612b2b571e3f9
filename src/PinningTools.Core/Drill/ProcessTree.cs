using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// Ends a process and what it started. On Linux also children whose parent has ended: they are found by a mark in their
/// environment. On other platforms such a child remains.
/// </summary>
internal sealed class ProcessTree
{
    private const string Variable = "PINNINGTOOLS_DRILL";

    /// <summary>A process that starts others while it is searched for is found by the next look.</summary>
    private const int MaxLooks = 5;

    private readonly byte[] _mark;

    internal ProcessTree(ProcessStartInfo start)
    {
        string id = Guid.NewGuid().ToString("N");
        start.Environment[Variable] = id;
        _mark = Encoding.ASCII.GetBytes($"{Variable}={id}");
    }

    internal void Kill(Process process)
    {
        Try(() => KillTree(process));
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux)) return;
        for (int i = 0; i < MaxLooks && KillMarked(); i++)
        {
        }
    }

#if NET
    private static void KillTree(Process process) => process.Kill(entireProcessTree: true);
#else
    /// <summary>.NET Framework ends one process only; the system's own program ends the children with it.</summary>
    private static void KillTree(Process process)
    {
        if (process.HasExited) return;
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            string program = Path.Combine(Environment.SystemDirectory, "taskkill.exe");
            using Process? killing = Process.Start(new ProcessStartInfo(program, $"/PID {process.Id} /T /F")
            {
                UseShellExecute = false,
                CreateNoWindow = true,
            });
            killing?.WaitForExit(5000);
        }

        if (!process.HasExited) process.Kill();
    }
#endif

    /// <summary>Whether there was one.</summary>
    private bool KillMarked()
    {
        bool isFound = false;
        foreach (string folder in Directory.GetDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out int id)) continue;
            Try(() =>
            {
                // What is gone or belongs to another account cannot be read.
                if (!Contains(File.ReadAllBytes(Path.Combine(folder, "environ")))) return;
                isFound = true;
                using var child = Process.GetProcessById(id);
                child.Kill();
            });
        }

        return isFound;
    }

    private bool Contains(byte[] environment)
    {
        for (int at = 0; at <= environment.Length - _mark.Length; at++)
        {
            int same = 0;
            while (same < _mark.Length && environment[at + same] == _mark[same]) same++;
            if (same == _mark.Length) return true;
        }

        return false;
    }

    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception error) when (error is Win32Exception or InvalidOperationException or ArgumentException
            or IOException or UnauthorizedAccessException or NotSupportedException or AggregateException)
        {
            // It has ended by itself.
        }
    }
}
