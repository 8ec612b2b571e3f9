using System;
using System.Collections.Generic;
using System.IO;

namespace PinningTools.Tests.Pester;

/// <summary>
/// A home of its own for one run of an engine, so that neither the engine nor a test finds or leaves anything in the
/// user's: the default pin store, the profile, certificate stores, PowerShell's and .NET's own files.
/// </summary>
internal sealed class Home : IDisposable
{
    private const UnixFileMode ForAllToPass = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly string _folder = Directory.CreateTempSubdirectory("pinningtools-").FullName;

    internal Home()
    {
        // A server that a test starts as root switches to its own user, and finds its files below the folder.
        if (!OperatingSystem.IsWindows()) System.IO.File.SetUnixFileMode(_folder, ForAllToPass);
    }

    internal string File(string name) => Path.Combine(_folder, name);

    internal IReadOnlyDictionary<string, string> Variables() => new Dictionary<string, string>
    {
        ["HOME"] = Folder("home"),
        ["USERPROFILE"] = Folder("home"),
        ["APPDATA"] = Folder("home/roaming"),
        ["LOCALAPPDATA"] = Folder("home/local"),
        // The places below HOME that hold where these are not set: Install-PSResource looks at HOME alone.
        ["XDG_CONFIG_HOME"] = Folder("home/.config"),
        ["XDG_DATA_HOME"] = Folder("home/.local/share"),
        ["XDG_CACHE_HOME"] = Folder("home/.cache"),
        ["XDG_STATE_HOME"] = Folder("home/.local/state"),
        ["DOTNET_CLI_HOME"] = Folder("home"),
        ["PSModuleAnalysisCachePath"] = File("home/analysis"),
        ["NUGET_PACKAGES"] = Repository.PackageCache,
        ["TMPDIR"] = Folder("t"),
        ["TEMP"] = Folder("t"),
        ["TMP"] = Folder("t"),
        ["POWERSHELL_TELEMETRY_OPTOUT"] = "1",
        ["POWERSHELL_UPDATECHECK"] = "Off",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE"] = "true",
        ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "0",
        ["NO_COLOR"] = "1",
        ["PINNINGTOOLS_STORE"] = "",
    };

    public void Dispose()
    {
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A child that was ended may still hold a file on Windows; the folder is a temporary one.
        }
    }

    private string Folder(string name) => Directory.CreateDirectory(File(name)).FullName;
}
