using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>Values without the PSObject that the engine puts around them.</summary>
internal static class PlainValue
{
    internal static object? Of(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    /// <summary>
    /// The same, but an object that is nothing but properties, as [pscustomobject] and those that went through a job,
    /// stays in its PSObject: without that nothing would be left of it.
    /// </summary>
    internal static object? OrProperties(object? value) =>
        value is PSObject { BaseObject: PSCustomObject } ? value : Of(value);
}
