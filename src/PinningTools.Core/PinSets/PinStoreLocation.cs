using System;
using System.IO;
using System.Runtime.InteropServices;

namespace PinningTools.Internal;

/// <summary>The location of the store that is used if none is named.</summary>
internal static class PinStoreLocation
{
    internal const string Variable = "PINNINGTOOLS_STORE";

    private const string FileName = "pins.json";

    /// <summary>The path in the environment variable, or null. A store that is named must exist.</summary>
    internal static string? Named => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path ? path : null;

    /// <summary>
    /// The user's own store: %APPDATA%\PinningTools on Windows, ~/Library/Application Support/PinningTools on macOS,
    /// $XDG_CONFIG_HOME/pinningtools or ~/.config/pinningtools elsewhere. Null for an account without a home.
    /// </summary>
    internal static string? OfUser
    {
        get
        {
            bool mac = RuntimeInformation.IsOSPlatform(OSPlatform.OSX);
            bool windows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);
            string root = mac ? InHome("Library/Application Support")
                : Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData,
                    Environment.SpecialFolderOption.DoNotVerify);
            return root.Length == 0
                ? null
                : Path.Combine(root, windows || mac ? "PinningTools" : "pinningtools", FileName);
        }
    }

    /// <exception cref="PinningException">The account has no home for a store.</exception>
    internal static string Require(string? path) => path ?? throw new PinningException(Faults.NoStoreLocation());

    private static string InHome(string folder)
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile,
            Environment.SpecialFolderOption.DoNotVerify);
        return home.Length == 0 ? "" : Path.Combine(home, folder);
    }
}
