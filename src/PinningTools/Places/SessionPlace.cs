using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Another machine that a session leads to. Its own module does the check; if it has none that can be used, and the caller
/// agreed, the module is copied into a temporary folder for the time of the run.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="name">The name of the machine in every output.</param>
/// <param name="mayCopy">Whether the module may be copied.</param>
/// <param name="warn">Receives what the caller should know.</param>
internal sealed class SessionPlace(PSSession session, string name, bool mayCopy, Action<string> warn) : IPlace
{
    private static readonly TimeSpan s_clearing = TimeSpan.FromSeconds(20);
    private static readonly Version s_version = Assembly.GetExecutingAssembly().GetName().Version!;

    /// <summary>lib: the folder above that of this library.</summary>
    private static readonly string s_lib =
        Path.GetDirectoryName(Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location))!;

    private readonly string _mark = Guid.NewGuid().ToString("N");
    private string? _script;

    /// <summary>The name of the folder with the copy, in the temporary folder there.</summary>
    private string? _folder;

    public string Name => name;

    internal static string Version => s_version.ToString(3);

    public async Task AskAsync(string order, Func<string, bool> take, CancellationToken cancel)
    {
        if (_script is null) await PrepareAsync(cancel).ConfigureAwait(false);
        string step = _folder is null ? "Ask" : "AskCopy";
        string? said = await RunAsync(step, order, one => one.BaseObject is not string line || take(line), cancel).ConfigureAwait(false);
        if (said is not null) warn($"{ViewWords.Name(name)} reports an error: {EscapedText.Cut(said, 400)}");
    }

    /// <summary>Finds the module there, or copies it.</summary>
    private async Task PrepareAsync(CancellationToken cancel)
    {
        RunspaceState state = session.Runspace.RunspaceStateInfo.State;
        if (state != RunspaceState.Opened) throw new PinningException(Faults.PinCheckSessionClosed(name, state.ToString()));
        _script = File.ReadAllText(Path.Combine(s_lib, "Functions", "PlaceSession.ps1"));
        string[] found = (await AnswerAsync("Look", cancel).ConfigureAwait(false)).Split('|');
        string loaded = found[0];
        string newest = loaded.Length > 0 ? loaded : found.Length > 1 ? found[1] : "";
        if (System.Version.TryParse(newest, out Version? there) && there >= new Version(Version)) return;
        if (!mayCopy)
        {
            _script = null;
            throw new PinningException(Faults.PinCheckModuleMissing(
                name, Version, newest.Length == 0 ? null : DisplayText.Clean(EscapedText.Cut(newest, 40))));
        }

        await CopyAsync(found.Length > 2 && found[2] == "Core" ? "net8.0" : "netstandard2.0", cancel).ConfigureAwait(false);
    }

    private async Task CopyAsync(string leg, CancellationToken cancel)
    {
        _folder = "pinningtools-" + Guid.NewGuid().ToString("N");
        string made = await MakeAsync(cancel).ConfigureAwait(false);
        if (!made.EndsWith(_folder, StringComparison.Ordinal))
            throw new PinningException(Faults.PinCheckCopyFailed(name, "the temporary folder could not be made."));
        warn($"The module is copied to {ViewWords.Name(name)}, into '{DisplayText.Clean(made)}', and removed after the run.");
        string root = Path.GetDirectoryName(s_lib)!;
        (string From, string To)[] parts =
        [
            (Path.Combine(root, "PinningTools.psd1"), "PinningTools"),
            // The scripts, the views, and the late library with its license.
            .. Directory.GetFiles(s_lib).Select(file => (file, "PinningTools/lib")),
            (Path.Combine(s_lib, "Functions"), "PinningTools/lib"), (Path.Combine(s_lib, leg), "PinningTools/lib"),
        ];
        foreach ((string from, string to) in parts)
        {
            // Copy-Item runs in a runspace of this process; the session is its parameter.
            using var shell = PowerShell.Create();
            shell.AddCommand("Copy-Item").AddParameter("LiteralPath", from).AddParameter("Destination", made + "/" + to)
                .AddParameter("ToSession", session).AddParameter("Recurse").AddParameter("Force");
            try
            {
                if (await SessionCall.RunAsync(shell, _ => true, cancel).ConfigureAwait(false) is { } error)
                    throw new PinningException(Faults.PinCheckCopyFailed(name, error));
            }
            catch (SessionFailedException error)
            {
                throw new PinningException(Faults.PinCheckCopyFailed(name, error.Message), error);
            }
        }
    }

    private async Task<string> MakeAsync(CancellationToken cancel)
    {
        try
        {
            return await AnswerAsync("Make", cancel).ConfigureAwait(false);
        }
        catch (PinningException error)
        {
            throw new PinningException(Faults.PinCheckCopyFailed(name, error.Fault.Message), error);
        }
    }

    /// <summary>Removes what was copied, also after an error or a stop; bounded, because the caller waits.</summary>
    internal async Task CloseAsync()
    {
        if (_folder is not { } folder) return;
        using var limit = new CancellationTokenSource(s_clearing);
        try
        {
            if (await AnswerAsync("Clear", limit.Token).ConfigureAwait(false) == "False") return;
        }
        catch (Exception error) when (error is PinningException or OperationCanceledException)
        {
            // The warning says it.
        }
        finally
        {
            _folder = null;
        }

        warn($"The folder '{folder}' could not be removed from the temporary folder of {ViewWords.Name(name)}: remove it there.");
    }

    /// <summary>The text after the mark.</summary>
    private async Task<string> AnswerAsync(string step, CancellationToken cancel)
    {
        string? answer = null;
        await RunAsync(step, null, one =>
        {
            if (one.BaseObject is string line && line.Length < 4096 && line.StartsWith(_mark + " ", StringComparison.Ordinal))
                answer = line.Substring(_mark.Length + 1);
            return answer is null;
        }, cancel).ConfigureAwait(false);
        return answer ?? throw new PinningException(Faults.PinCheckSessionLost(name, $"there is no answer to '{step}'."));
    }

    private async Task<string?> RunAsync(string step, string? order, Func<PSObject, bool> take, CancellationToken cancel)
    {
        using var shell = PowerShell.Create();
        shell.Runspace = session.Runspace;
        shell.AddScript(_script).AddParameters(new Dictionary<string, object?>
        {
            ["Step"] = step, ["Mark"] = _mark, ["Version"] = Version, ["Folder"] = _folder ?? "", ["Order"] = order ?? "",
        });
        try
        {
            return await SessionCall.RunAsync(shell, take, cancel).ConfigureAwait(false);
        }
        catch (SessionFailedException error)
        {
            throw new PinningException(Faults.PinCheckSessionLost(name, EscapedText.Cut(DisplayText.Clean(error.Message), 400)), error);
        }
    }
}
