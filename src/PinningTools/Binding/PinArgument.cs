using System;
using System.Collections.Generic;
using System.Security.Cryptography.X509Certificates;
using System.Management.Automation;
using PinningTools.Internal;

namespace PinningTools;

/// <summary>
/// What people have at hand for a pin: text in any of its forms (curl's list too), a pin, a pin record (one that went
/// through a job as well) or a certificate. What cannot be read is kept as a fault, so that the command can say why in
/// its own words.
/// </summary>
public sealed class PinArgument
{
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

    /// <summary>The pin, where <see cref="Fault"/> is null.</summary>
    public SpkiPin Pin => Entry.Value;

    /// <summary>Why the value is not a pin, or null.</summary>
    public Fault? Fault { get; }

    /// <summary>The pin with what was known of it where it came from.</summary>
    internal PinSetPin Entry { get; }

    /// <summary>The certificate it was taken from, where there was one.</summary>
    internal DerCertificate? Certificate { get; }

    /// <summary>
    /// Whether a server sent the certificate without it being in a chain that validates: anybody can send any.
    /// </summary>
    internal bool IsOnlyClaimed { get; private init; }

    /// <summary>The pin, or the text that was not one.</summary>
    public override string ToString() => Fault is null ? Pin.ToString() : Fault.Target as string ?? Fault.Id;

    internal static IEnumerable<PinArgument> From(object? value)
    {
        object? plain = value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
        switch (plain)
        {
            case null:
                break;
            case PinArgument ready:
                yield return ready;
                break;
            case SpkiPin pin:
                yield return new PinArgument(pin, null);
                break;
            case PinRecord record:
                yield return new PinArgument(PinSetEntries.From(record), record.Certificate)
                {
                    IsOnlyClaimed = record.InValidatedChain == false,
                };
                break;
            case PinSetPin entry:
                yield return new PinArgument(entry);
                break;
            case X509Certificate certificate:
                DerCertificate parsed = DerCertificate.Parse(certificate.GetRawCertData());
                yield return new PinArgument(new PinSetPin(parsed.Pin), parsed);
                break;
            case string text:
                foreach (PinArgument one in FromText(text)) yield return one;
                break;
            case PSObject { Properties: var properties } when properties["Pin"]?.Value is { } inner:
                foreach (PinArgument one in From(inner)) yield return one;
                break;
            default:
                foreach (PinArgument one in FromText(plain.ToString() ?? "")) yield return one;
                break;
        }
    }

    /// <summary>
    /// One pin, or several with semicolons between them as in curl's --pinnedpubkey and in a CSV cell.
    /// </summary>
    private static IEnumerable<PinArgument> FromText(string text)
    {
        foreach (string part in text.Split([';'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Trim().Length == 0) continue;
            yield return PinText.TryParse(part, out SpkiPin pin, out Fault? fault)
                ? new(pin, null)
                : new(default, fault);
        }
    }
}
