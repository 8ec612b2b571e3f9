namespace PinningTools.Help;

/// <summary>How a parameter is given in one parameter set, or in all where the set is null.</summary>
internal sealed record ParameterBinding(string? Set, bool Mandatory, int? Position, bool ByValue, bool ByPropertyName);
