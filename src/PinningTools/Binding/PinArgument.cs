using System;
using System.Collections;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Management.Automation;
using PinningTools.Internal;

namespace PinningTools;

/// <summary>
/// The forms of a pin that people have: text in any form (including curl's list), a pin, a pin record (also after a
/// job) or a certificate. A value that cannot be read is kept as a fault, so that the command can report it. One text or
/// list can be several pins or none, and is then one argument of them all.
/// </summary>
[TypeConverter(typeof(PinArgumentConverter))]
public sealed class PinArgument
{
    private readonly IReadOnlyList<PinArgument>? _parts;

    private PinArgument(IReadOnlyList<PinArgument> parts)
    {
        _parts = parts;
        Entry = parts.Count > 0 ? parts[0].Entry : new PinSetPin(default(SpkiPin));
        Fault = parts.FirstOrDefault(one => one.Fault is not null)?.Fault;
    }

    private PinArgument(SpkiPin pin, Fault? fault)
        : this(new PinSetPin(pin))
    {
        Fault = fault;
    }

    private PinArgument(PinSetPin entry, DerCertificate? certificate = null)
    {
        Entry = entry;
        Certificate = certificate;
    }

    /// <summary>The pin, where <see cref="Fault"/> is null; of several, the first.</summary>
    public SpkiPin Pin => Entry.Value;

    /// <summary>Why the value is not a pin, or null.</summary>
    public Fault? Fault { get; }

    /// <summary>The pin with what is known about it.</summary>
    internal PinSetPin Entry { get; }

    /// <summary>The certificate of the pin, if there was one.</summary>
    internal DerCertificate? Certificate { get; }

    /// <summary>
    /// Whether a server sent the certificate and it is not in a chain that validates: a server can send any
    /// certificate.
    /// </summary>
    internal bool IsOnlyClaimed { get; private init; }

    /// <summary>Whether an inspection read the certificate and the server did not prove that it holds its key.</summary>
    internal bool IsUnproven { get; private set; }

    /// <summary>The pins, each as an argument of its own.</summary>
    internal IReadOnlyList<PinArgument> Parts => _parts ?? [this];

    /// <summary>The pin, or the text that was not one; of several, with semicolons between them.</summary>
    public override string ToString() => _parts is not null ? string.Join(";", _parts)
        : Fault is null ? Pin.ToString() : Fault.Target as string ?? Fault.Id;

    /// <summary>One argument for a value, whatever number of pins it is.</summary>
    internal static PinArgument From(object value)
    {
        var pins = new List<PinArgument>();
        AddTo(pins, value);
        return pins.Count == 1 ? pins[0] : new PinArgument(pins);
    }

    /// <summary>Reads a value that was given as a pin, which can be several pins or none.</summary>
    internal static void AddTo(List<PinArgument> pins, object? value)
    {
        object? plain = PlainValue.OrProperties(value);
        switch (plain)
        {
            case null:
                break;
            case PinArgument ready:
                pins.AddRange(ready.Parts);
                break;
            case SpkiPin pin:
                pins.Add(new PinArgument(pin, null));
                break;
            case PinRecord record:
                pins.Add(new PinArgument(PinSetEntries.From(record), record.Holder as DerCertificate)
                {
                    IsOnlyClaimed = record.InValidatedChain == false,
                    IsUnproven = record.IsUnproven,
                });
                break;
            case PinSetPin entry:
                pins.Add(new PinArgument(entry));
                break;
            case X509ChainElement element:
                AddTo(pins, element.Certificate);
                break;
            case X509Certificate certificate:
                DerCertificate parsed = DerCertificate.Parse(certificate.GetRawCertData());
                pins.Add(new PinArgument(new PinSetPin(parsed.Pin), parsed));
                break;
            case PSObject { Properties: var properties } when properties["Pin"]?.Value is { } inner:
                int first = pins.Count;
                AddTo(pins, inner);
                // A record that went through a job has only texts.
                if (properties["ProofStrength"]?.Value?.ToString() is nameof(ProofStrength.None) or nameof(ProofStrength.Weak))
                    for (int i = first; i < pins.Count; i++) pins[i].IsUnproven = true;
                break;
            case IEnumerable many and not (string or IDictionary):
                foreach (object? one in many) AddTo(pins, one);
                break;
            default:
                AddText(pins, plain.ToString() ?? "");
                break;
        }
    }

    /// <summary>
    /// One pin, or several with semicolons between them as in curl's --pinnedpubkey and in a CSV cell.
    /// </summary>
    private static void AddText(List<PinArgument> pins, string text)
    {
        foreach (string part in PinWrapping.TakeOff(text).Split([';'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Trim().Length == 0) continue;
            bool isPin = PinText.TryParse(part, out SpkiPin pin, out Fault? fault);
            pins.Add(isPin ? new(pin, null) : new(default, fault));
        }
    }
}
