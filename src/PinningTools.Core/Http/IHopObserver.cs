using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>Follows a request from hop to hop, for a log. Called from worker threads.</summary>
internal interface IHopObserver
{
    /// <summary>A connection has its verdict.</summary>
    /// <param name="target">The hop's host.</param>
    /// <param name="verdict">The verdict.</param>
    /// <param name="isRefused">Whether the connection was refused by it.</param>
    /// <param name="cancel">Cancels the operation.</param>
    Task SawAsync(TlsTarget target, PinVerdict verdict, bool isRefused, CancellationToken cancel);

    /// <summary>A hop was refused without a connection, because no pin covers its host.</summary>
    void SawUncovered(TlsTarget target);
}
