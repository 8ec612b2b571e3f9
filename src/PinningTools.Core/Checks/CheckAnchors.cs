using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// The trust settings of rows that name anchors. A list often names the same file in each row: the file is read once
/// for each run, and an error in it is reported for each of these rows.
/// </summary>
internal sealed class CheckAnchors
{
    private readonly Dictionary<string, TrustSettings> _read = [];
    private readonly Dictionary<string, PinningException> _unreadable = [];

    /// <summary>
    /// The trust settings of the row; null if it has none, and those of the pin set or the system apply.
    /// </summary>
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

    /// <summary>A list of anchors that can be read only in part is not used: the first bad block ends it.</summary>
    private static IEnumerable<DerCertificate> Read(CheckAnchor anchor)
    {
        IEnumerable<KeyFileItem> items = anchor.IsPem
            ? CertificateFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(anchor.Text)), "TrustAnchor")
            : CertificateFile.Read(anchor.Text);
        return items.Select(item => item.Certificate ?? throw new PinningException(item.Fault!));
    }
}
