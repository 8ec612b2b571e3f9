using System;
using Xunit.Abstractions;

namespace PinningTools.Tests.Support;

/// <summary>
/// How often a test repeats itself: a short form in every run, and the full form if <c>build.ps1 -Task Long</c> sets
/// PINNINGTOOLS_LONG. Such a test has the trait <c>Category=Long</c> and prints its figures.
/// </summary>
internal static class Rounds
{
    internal const string Category = "Category";

    internal const string Long = "Long";

    internal static int Of(int usual, int whole) =>
        Environment.GetEnvironmentVariable("PINNINGTOOLS_LONG") == "1" ? whole : usual;

    internal static void Tell(this ITestOutputHelper output, FormattableString figures) =>
        output.WriteLine("Long: " + FormattableString.Invariant(figures));
}
