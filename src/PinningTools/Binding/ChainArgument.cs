using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>A chain from a file or a parameter, without a connection.</summary>
internal static class ChainArgument
{
    /// <summary>
    /// The certificates as a server would send them; null if every item was reported as unreadable.
    /// Keys and requests may be in the same file.
    /// </summary>
    /// <param name="label">Its name in messages.</param>
    /// <param name="read">Reads it, and reports what cannot be read.</param>
    /// <param name="report">Receives what cannot be read.</param>
    /// <exception cref="PinningException">There is no certificate.</exception>
    internal static PresentedChain? Read(
        string label, Func<Action<Fault>, IEnumerable<PinRecord>> read, Action<Fault> report)
    {
        bool isReported = false;
        DerCertificate[] certificates =
        [
            .. read(fault =>
            {
                isReported = true;
                report(fault);
            }).Where(record => record.Kind == PinRecordKind.Certificate).Select(record => record.Certificate),
        ];
        if (certificates.Length > 0) return PresentedChain.FromFile(certificates);
        return isReported ? null : throw new PinningException(Faults.NoCertificate(label));
    }
}
