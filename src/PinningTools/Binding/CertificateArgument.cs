using System.Collections.Generic;
using System.ComponentModel;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using PinningTools.Internal;

namespace PinningTools;

/// <summary>
/// The forms of a certificate or key that people have: a certificate object of the platform (also after a job), a pin
/// record, the bytes of a file, or its text.
/// </summary>
[TypeConverter(typeof(CertificateArgumentConverter))]
public sealed class CertificateArgument
{
    /// <summary>An element of a chain that went through a job.</summary>
    private const string DeserializedElement =
        "Deserialized.System.Security.Cryptography.X509Certificates.X509ChainElement";

    private readonly PinRecord? _record;
    private readonly byte[] _bytes;

    private CertificateArgument(byte[] bytes, PinRecord? record = null, bool isPart = false)
    {
        _bytes = bytes;
        _record = record;
        IsPart = isPart;
    }

    /// <summary>Whether it is a single byte: a pipeline enumerates a byte array.</summary>
    internal bool IsPart { get; }

    /// <summary>Its bytes, unchecked.</summary>
    internal IReadOnlyList<byte> Data => _bytes;

    /// <summary>Its kind, or null for something that cannot be a certificate.</summary>
    internal static CertificateArgument? TryFrom(object? value)
    {
        object? plain = PlainValue.OrProperties(value);
        return plain switch
        {
            CertificateArgument ready => ready,
            // What a host showed is about the host: piped on, its name, port and pin are what counts, as from a CSV.
            PinRecord { HostName: not null } => null,
            PinRecord record => new([], record),
            X509Certificate certificate => new(certificate.GetRawCertData()),
            X509ChainElement element => new(element.Certificate.GetRawCertData()),
            byte[] bytes => new(bytes),
            byte part => new([part], isPart: true),
            string text when CertificateText.IsWhole(text) => FromText(text),
            object[] parts when parts.Length > 0 && parts.All(part => PlainValue.Of(part) is byte) =>
                new([.. parts.Select(part => (byte)PlainValue.Of(part)!)]),
            PSObject { Properties: var properties } when properties["RawData"]?.Value is { } raw => TryFrom(raw),
            PSObject element when element.TypeNames.Contains(DeserializedElement) =>
                TryFrom(element.Properties["Certificate"]?.Value),
            _ => null,
        };
    }

    internal static CertificateArgument FromText(string text) => new(System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>The certificates, requests and keys in it.</summary>
    /// <exception cref="PinningException">There are none.</exception>
    internal IEnumerable<PinRecord> Read(KeyPassword password, System.Action<Fault> report)
    {
        if (_record is not null) return [_record];
        return KeyFile.Read(new MemoryStream(_bytes), "-Certificate", password, certificatesOnly: false)
            .Select(item => item.ToRecord(null, report)).OfType<PinRecord>();
    }

    /// <summary>All items in it, or none.</summary>
    /// <exception cref="PinningException">A part of it cannot be read.</exception>
    internal IEnumerable<IKeyHolder> ReadHolders(KeyPassword password) => _record is not null
        ? [_record.Holder]
        : KeyFile.Read(new MemoryStream(_bytes), "-Certificate", password, certificatesOnly: false)
            .Select(item => item.Holder ?? throw new PinningException(item.Fault!));
}
