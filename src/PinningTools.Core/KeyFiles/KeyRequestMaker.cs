using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using System.Threading;

namespace PinningTools.Internal;

/// <summary>
/// Makes a new certificate request for a key that exists: the names of hosts change in the years that a backup key lies
/// in a safe. The file of the key is only read.
/// </summary>
internal static class KeyRequestMaker
{
    /// <exception cref="PinningException">
    /// A name is not valid, the file does not contain exactly one private key that can be read and can sign, or the
    /// request exists or cannot be written.
    /// </exception>
    internal static PinBackupKey Make(
        IReadOnlyList<RequestedName> hosts, string? subject, string keyPath, SecureString? password, string requestPath,
        bool replace, CancellationToken stop)
    {
        byte[] name = BackupKeyMaker.SubjectOf(hosts, subject);
        BackupKeyMaker.CheckDifferent(keyPath, requestPath);
        BackupKeyMaker.CheckFree(requestPath, replace);
        using ExistingKey key = Read(keyPath, new KeyPassword(password, new KeyWork(stop) { KeepsPrivateKeys = true }));
        stop.ThrowIfCancellationRequested();
        byte[] text = PemWriter.Write("CERTIFICATE REQUEST", Sign(name, hosts, key, keyPath));
        OwnerOnlyFile.Write(requestPath, file => file.Write(text, 0, text.Length), replace);
        return new PinBackupKey
        {
            Pin = SpkiPin.Of(key.PublicKey).ToString(),
            KeyPath = keyPath,
            RequestPath = requestPath,
            KeyAlgorithm = FreshKeyCheck.AlgorithmOf(DerPublicKey.Parse(key.PublicKey).Key),
            Subject = DistinguishedName.Format(new DerReader(name).Read()),
            HostName = [.. hosts.Select(host => host.Text)],
        };
    }

    /// <exception cref="PinningException">The signature does not verify, or the request is not for this key.</exception>
    internal static byte[] Sign(byte[] subject, IReadOnlyList<RequestedName> hosts, RequestKey key, string keyPath)
    {
        byte[] request = CertificateRequestWriter.Write(subject, hosts, key);
        return FreshKeyCheck.IsSignedBy(request, key) && DerRequest.Parse(request).Pin == SpkiPin.Of(key.PublicKey)
            ? request
            : throw new PinningException(Faults.RequestNotVerified(keyPath));
    }

    private static ExistingKey Read(string path, KeyPassword password)
    {
        var keys = new List<DerPublicKey>();
        try
        {
            foreach (KeyFileItem item in KeyFile.Read(path, password))
            {
                // What could not be read may be a key, and then it is not known which one is meant.
                if (item.Fault is { } fault) throw new PinningException(fault);
                if (item.Holder is DerPublicKey { PrivateKey: not null } key) keys.Add(key);
            }

            int count = keys.Select(key => key.Pin).Distinct().Count();
            if (count != 1) throw new PinningException(Faults.PrivateKeyNotOne(path, count));
            var used = new ExistingKey(keys[0]);
            keys.RemoveAt(0);
            return used;
        }
        finally
        {
            foreach (DerPublicKey unused in keys) Array.Clear(unused.PrivateKey!, 0, unused.PrivateKey!.Length);
        }
    }
}
