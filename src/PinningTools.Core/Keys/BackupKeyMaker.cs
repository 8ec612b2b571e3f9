using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security;
using System.Threading;

namespace PinningTools.Internal;

/// <summary>
/// Makes a spare key: the encrypted key, its request and its pin. The unencrypted key exists only in memory, which is
/// cleared as far as .NET allows.
/// </summary>
internal static class BackupKeyMaker
{
    /// <exception cref="PinningException">A name is not valid, or a file exists or cannot be written.</exception>
    internal static PinBackupKey Make(
        IReadOnlyList<RequestedName> hosts, string? subject, BackupKeyAlgorithm algorithm, SecureString password,
        string keyPath, string requestPath, bool replace, CancellationToken stop)
    {
        byte[] name = SubjectOf(hosts, subject);
        if (password.Length == 0) throw new PinningException(Faults.PasswordEmpty());
        // Before the key is made, what would be refused afterwards.
        CheckDifferent(keyPath, requestPath);
        CheckFree(keyPath, replace);
        CheckFree(requestPath, replace);

        using FreshKey key = FreshKey.Create(algorithm);
        stop.ThrowIfCancellationRequested();
        byte[] request = CertificateRequestWriter.Write(name, hosts, key);
        byte[] pkcs8 = key.ToPkcs8();
        byte[] encrypted;
        try
        {
            FreshKeyCheck.Measure(key, pkcs8, request, algorithm);
            encrypted = KeyEncryption.Encrypt(pkcs8, new KeyPassword(password, new KeyWork(stop)));
        }
        finally
        {
            Array.Clear(pkcs8, 0, pkcs8.Length);
        }

        OwnerOnlyFile.WriteBoth(
            keyPath, PemWriter.Write("ENCRYPTED PRIVATE KEY", encrypted),
            requestPath, PemWriter.Write("CERTIFICATE REQUEST", request), replace);
        return new PinBackupKey
        {
            Pin = SpkiPin.Of(key.PublicKey).ToString(),
            KeyPath = keyPath,
            RequestPath = requestPath,
            KeyAlgorithm = algorithm,
            Subject = DistinguishedName.Format(new DerReader(name).Read()),
            HostName = [.. hosts.Select(host => host.Text)],
        };
    }

    internal static byte[] SubjectOf(IReadOnlyList<RequestedName> hosts, string? subject) => subject is null
        ? CertificateRequestWriter.SubjectOf(hosts[0])
        : CertificateRequestWriter.ReadSubject(subject);

    internal static void CheckDifferent(string keyPath, string requestPath)
    {
        if (string.Equals(keyPath, requestPath, StringComparison.OrdinalIgnoreCase))
            throw new PinningException(Faults.KeyAndRequestSameFile(keyPath));
    }

    internal static void CheckFree(string path, bool replace)
    {
        if (RegularFile.WhyNot(path) is { } why) throw new PinningException(Faults.FileUnwritable(path, why));
        if (!replace && Presence.Exists(path)) throw new PinningException(Faults.KeyFileExists(path));
    }
}
