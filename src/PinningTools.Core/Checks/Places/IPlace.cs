using System;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>Another machine that can be asked to check endpoints.</summary>
internal interface IPlace
{
    /// <summary>The name by which the caller knows the machine; the machine itself has no say in it.</summary>
    string Name { get; }

    /// <summary>Asks the machine, and ends when it has ended.</summary>
    /// <param name="order">What to check: the text of a <see cref="PlaceOrder"/>.</param>
    /// <param name="take">Takes each line of the answer as it comes; false if no more is wanted.</param>
    /// <param name="cancel">Stops the work on the other machine.</param>
    /// <exception cref="PinningException">The machine cannot be asked, or was lost; the lines so far are good.</exception>
    Task AskAsync(string order, Func<string, bool> take, CancellationToken cancel);
}
