namespace PinningTools.Internal;

/// <summary>The policies that a store of pin sets stands for.</summary>
internal sealed class StorePolicies(PinStore store) : IPolicySource
{
    public PinPolicy? Find(TlsTarget target) =>
        store.Find(target.JudgedName, target.Port) is { } set ? PinPolicy.From(set) : null;
}
