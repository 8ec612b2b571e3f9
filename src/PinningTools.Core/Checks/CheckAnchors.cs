using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// The trust of rows by their anchors. A list names the same file in each of its rows: it is read once for a run, and
/// one that cannot be read is told to each of them.
/// </summary>
internal sealed class CheckAnchors
{
    private readonly Dictionary<string, TrustSettings> _read = [];
    private readonly Dictionary<string, PinningException> _unreadable = [];

    /// <summary>What the row says of trust; null where it says nothing, and the pin set or the system does.</summary>
    /// <exception cref="PinningException">
    /// An anchor cannot be read, there is no root, or key-only trust has anchors.
    /// </exception>
    internal TrustSettings? Of(CheckRow row)
    {
        if (row.Anchors.Count == 0) return row.PinOnly ? TrustSettings.PinOnly : null;
        if (row.PinOnly) throw new PinningException(Faults.TrustConflict());
        string key = string.Join("\0", row.Anchors.Select(anchor => anchor.Text));
        if (_unreadable.TryGetValue(key, out PinningException? before)) throw before;
        if (_read.TryGetValue(key, out TrustSettings? trust)) return trust;
        try
        {
            return _read[key] = TrustSettings.FromAnchors([.. row.Anchors.SelectMany(Read)]);
        }
        catch (PinningException error)
        {
            _unreadable[key] = error;
            throw;
        }
    }

    /// <summary>A half-read list of anchors is none: the first bad block ends it.</summary>
    private static IEnumerable<DerCertificate> Read(CheckAnchor anchor)
    {
        IEnumerable<KeyFileItem> items = anchor.IsPem
            ? CertificateFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(anchor.Text)), "TrustAnchor")
            : CertificateFile.Read(anchor.Text);
        return items.Select(item => item.Certificate ?? throw new PinningException(item.Fault!));
    }
}
