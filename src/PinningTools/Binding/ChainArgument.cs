using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>A chain that nobody sent, out of what a file or a parameter holds.</summary>
internal static class ChainArgument
{
    /// <summary>
    /// The certificates, as a server would send them; null where there is nothing but what was reported as unreadable.
    /// Keys and requests may lie beside them, as in the file of a server.
    /// </summary>
    /// <param name="label">What messages call it.</param>
    /// <param name="read">Reads it, and reports what cannot be read.</param>
    /// <param name="report">Takes what cannot be read.</param>
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
