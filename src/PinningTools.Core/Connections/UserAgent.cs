namespace PinningTools.Internal;

/// <summary>How this module names itself to servers and proxies.</summary>
internal static class UserAgent
{
    internal static string Value { get; } = "PinningTools/" + typeof(UserAgent).Assembly.GetName().Version!.ToString(3);
}
