namespace PinningTools.Internal;

/// <summary>The policies of a store.</summary>
internal sealed class StorePolicies(PinStore store) : IPolicySource
{
    public PinPolicy? Find(TlsTarget target) =>
        store.Find(target.JudgedName, target.Port) is { } set ? PinPolicy.From(set) : null;
}
