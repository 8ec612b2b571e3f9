using System;
using System.Collections.Generic;
using System.Linq;
using PinningTools.Internal;

namespace PinningTools.Commands;

// Certificates that no one sent: those of files, and those that the caller has.
public sealed partial class TestCertificatePinCommand
{
    private void JudgeFiles(string[] paths, bool literal)
    {
        foreach (string path in paths)
        {
            OrReport(() =>
            {
                foreach (string file in PathReader.Resolve(this, path, literal))
                    JudgeOffline(file, () => KeyFile.Read(file, _password)
                        .Select(item => item.ToRecord(file, Report)).OfType<PinRecord>());
            });
        }
    }

    private void JudgeOffline(string label, Func<IEnumerable<PinRecord>> read) => OrReport(() =>
    {
        HostName? name = ServerName is null ? null : Internal.HostName.Parse(ServerName);
        TlsTarget target = TlsTarget.Offline(label, name, Port);
        if (name is null && Expected.Length == 0) throw new PinningException(Faults.OfflineNameMissing(label));
        int before = _faults;
        // Keys and requests may lie beside the chain, as in the file of a server.
        DerCertificate[] certificates =
        [
            .. read().Where(record => record.Kind == PinRecordKind.Certificate).Select(record => record.Certificate),
        ];
        if (certificates.Length == 0)
        {
            if (_faults == before) throw new PinningException(Faults.NoCertificate(label));
            SkipOne();
            return;
        }

        PresentedChain chain = PresentedChain.FromFile(certificates);
        PinCheck check = CheckOf(target);
        Judge(async stop => [await PinChecker.JudgeAsync(chain, check, stop).ConfigureAwait(false)]);
    });
}
