using System.Diagnostics;
using System.IO;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>The PowerShell that this is, to start it again.</summary>
internal static class ThisEngine
{
    /// <summary>Its program, dotnet with its assembly, or in another host the one of its folder.</summary>
    internal static ScheduleEngine Read(PSCmdlet cmdlet)
    {
        string home = $"{cmdlet.GetVariableValue("PSHOME")}";
        using var process = Process.GetCurrentProcess();
        string program = process.MainModule!.FileName;
        string name = Path.GetFileNameWithoutExtension(program).ToUpperInvariant();
        return name is "PWSH" or "POWERSHELL" ? new ScheduleEngine(program, null)
            : name == "DOTNET" ? new ScheduleEngine(program, Path.Combine(home, "pwsh.dll"))
            : new ScheduleEngine(Path.Combine(home, !FileSharing.IsWindows ? "pwsh"
                : File.Exists(Path.Combine(home, "pwsh.exe")) ? "pwsh.exe" : "powershell.exe"), null);
    }
}
