using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>The steps that remove what a check remembers.</summary>
internal static class CheckStateFiles
{
    internal static IEnumerable<ScheduleStep> Delete(string state)
    {
        var files = new CheckFiles(state);
        foreach (string file in new[] { files.State, files.Lock, files.Changes, files.Sent, files.Sent + ".lock" }.Where(Presence.Exists))
            yield return new ScheduleStep($"Delete the file {file}", () => File.Delete(file));
        if (Presence.Exists(files.Evidence))
            yield return new ScheduleStep($"Delete the folder {files.Evidence}", () => Directory.Delete(files.Evidence, recursive: true));
    }
}
