using System;
using System.Collections.Generic;

namespace PinningTools.Fuzz;

/// <summary>A parser, inputs it accepts, and the words its mutations are made of.</summary>
/// <param name="Name">What findings call it.</param>
/// <param name="Seeds">Inputs to begin with.</param>
/// <param name="Words">What is put in by chance.</param>
/// <param name="Run">Parses, and throws nothing but a PinningException.</param>
internal sealed record FuzzTarget(string Name,
    IReadOnlyList<byte[]> Seeds, IReadOnlyList<byte[]> Words, Action<byte[]> Run);
