namespace PinningTools.Internal;

/// <summary>Pins given with the request: they cover its own host and port and nothing that it redirects to.</summary>
internal sealed class InlinePins(TlsTarget covered, PinPolicy policy) : IPolicySource
{
    private readonly string _covered = covered.ToString();

    public PinPolicy? Find(TlsTarget target) => target.ToString() == _covered ? policy : null;
}
