namespace PinningTools.Internal;

/// <summary>The User-Agent of this module for servers and proxies.</summary>
internal static class UserAgent
{
    internal static string Value { get; } = "PinningTools/" + typeof(UserAgent).Assembly.GetName().Version!.ToString(3);
}
