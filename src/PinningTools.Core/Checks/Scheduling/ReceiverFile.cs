using System.IO;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// The file beside a generated script with the address of a receiver, which is a password. Its name says what the
/// receiver is: NAME.teams-uri, NAME.slack-uri or NAME.generic-uri.
/// </summary>
/// <param name="Path">The file.</param>
/// <param name="As">The form of the message.</param>
internal sealed record ReceiverFile(string Path, string As)
{
    private static readonly string[] s_forms = ["Teams", "Slack", "Generic"];

    /// <summary>The name under which systemd hands it to the service.</summary>
    internal string Credential => As.ToLowerInvariant() + "-uri";

    internal static string Example(SchedulePlaces places) => For(places, s_forms[0]).Path;

    /// <summary>The file that exists, or null.</summary>
    /// <exception cref="PinningException">Others can read it.</exception>
    internal static ReceiverFile? Find(SchedulePlaces places)
    {
        ReceiverFile? found = s_forms.Select(form => For(places, form)).FirstOrDefault(one => Presence.Exists(one.Path));
        if (found is null || !UnixFile.IsAvailable || UnixFile.Read(found.Path, followsLinks: false) is not { } facts) return found;
        const int Owners = 0x1C0;
        bool isClosed = facts.Kind == UnixFileKind.Regular && (facts.Permissions & ~Owners) == 0
            && (facts.Owner == 0 || facts.Owner == UnixFile.CurrentUser);
        return isClosed ? found : throw new PinningException(Faults.ScheduleSecretOpen(found.Path));
    }

    private static ReceiverFile For(SchedulePlaces places, string form) => new(
        System.IO.Path.Combine(places.Scripts, $"{places.Name}.{form.ToLowerInvariant()}-uri"), form);
}
