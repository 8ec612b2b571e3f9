using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>The checks that the schedulers of this machine run, for completion.</summary>
internal static class RegisteredChecks
{
    /// <summary>Their names. A scheduler that does not answer has none.</summary>
    internal static IEnumerable<string> Names(string account) =>
         ScheduleReader.All(account.Length > 0 ? account : null).SelectMany(NamesOf);

    private static string[] NamesOf(ICheckScheduler scheduler)
    {
        try
        {
            return [.. scheduler.Names()];
        }
        catch (PinningException)
        {
            return [];
        }
    }
}
