namespace PinningTools.Internal;

/// <summary>A request with the place its response is written to.</summary>
internal sealed record WebOrder(PinnedWebRequest Request, string? OutFile);
