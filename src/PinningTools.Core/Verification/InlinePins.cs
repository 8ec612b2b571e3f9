namespace PinningTools.Internal;

/// <summary>Pins given with the request: they cover its own host and port and nothing that it redirects to.</summary>
internal sealed class InlinePins(TlsTarget covered, PinPolicy policy) : IPolicySource
{
    public PinPolicy? Find(TlsTarget target) =>
        target.Port == covered.Port && target.Host.IsSame(covered.Host) ? policy : null;
}
