namespace PinningTools.Tests.Shape.Floors.Planted;

/// <summary>In a room that no list has.</summary>
internal sealed class Trunk;
