using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>
/// Accepts what Get-WebPinning returns, and its hosts, also after a job or a file, where only their properties are left.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SeenHostTransformAttribute : ArgumentTransformationAttribute
{
    private const string Deserialized = "Deserialized.";

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var hosts = new List<object>();
        Add(hosts, inputData);
        return hosts.ToArray();
    }

    private static void Add(List<object> hosts, object? value)
    {
        PSObject? shell = value is null ? null : PSObject.AsPSObject(value);
        if (Is(shell, typeof(WebPinningState))) Add(hosts, shell!.Properties[nameof(WebPinningState.Hosts)]?.Value);
        else if (Is(shell, typeof(WebPinningHost))) hosts.Add(Read(shell!));
        else if (PlainValue.Of(value) is IEnumerable many and not (string or IDictionary))
            foreach (object? one in many) Add(hosts, one);
        else throw Refusal(value);
    }

    private static bool Is(PSObject? shell, Type type) =>
        shell is not null && (shell.TypeNames.Contains(type.FullName!) || shell.TypeNames.Contains(Deserialized + type.FullName));

    private static SeenPins Read(PSObject host)
    {
        try
        {
            var seen = new SeenPins(
                HostName.Parse($"{host.Properties[nameof(WebPinningHost.HostName)]?.Value}"),
                LanguagePrimitives.ConvertTo<int>(host.Properties[nameof(WebPinningHost.Port)]?.Value));
            seen.Add(Pins(host.Properties[nameof(WebPinningHost.Pins)]?.Value).Select(ReadPin));
            return seen;
        }
        catch (PinningException error)
        {
            throw new ArgumentTransformationMetadataException(error.Fault.ToString(), error);
        }
    }

    private static IEnumerable<PSObject> Pins(object? value) =>
        PlainValue.Of(value) is IEnumerable many ? many.Cast<object?>().OfType<object>().Select(PSObject.AsPSObject) : [];

    private static PinSetPin ReadPin(PSObject pin)
    {
        if (pin.BaseObject is PinRecord record) return PinSetEntries.From(record);
        bool isKnown = Enum.TryParse($"{pin.Properties[nameof(PinRecord.Role)]?.Value}", out PinRole role);
        string note = $"{pin.Properties[nameof(PinRecord.Subject)]?.Value}";
        return new PinSetPin(SpkiPin.Parse($"{pin.Properties[nameof(PinRecord.Pin)]?.Value}"))
        {
            Role = isKnown ? role : PinRole.Unspecified,
            Note = note.Length == 0 ? null : note,
        };
    }

    private static ArgumentTransformationMetadataException Refusal(object? value)
    {
        string refusal = $"'{value}' is not what Get-WebPinning returns.";
        // The cast's exception inside tells the engine to try the other parameters before it gives up.
        return new ArgumentTransformationMetadataException(refusal, new PSInvalidCastException(refusal));
    }
}
