using System;
using System.Diagnostics;
using System.Threading.Tasks;
using Xunit;

namespace PinningTools.Tests.Support;

/// <summary>Waits for what must happen, and fails where it has not in some minutes.</summary>
internal static class Patience
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    internal static async Task UntilAsync(Func<bool> isSo)
    {
        for (var watch = Stopwatch.StartNew(); !isSo(); await Task.Delay(5))
            Assert.True(watch.Elapsed < s_limit, "What was waited for did not happen.");
    }
}
