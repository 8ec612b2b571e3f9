using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// The certificates of a mismatch, kept as PEM beside the state: what the server sent, and the chain that was built
/// from it. The file is named by its own hash, so that the same evidence is kept once and no file name contains a
/// server's text.
/// </summary>
internal static class CheckEvidence
{
    private const string Extension = ".pem";
    private const int HashLength = 32;
    private const int MaxFiles = 10_000;

    /// <summary>The hash and the text of the evidence; null if no certificate was shown.</summary>
    internal static (string Hash, string Text)? Of(PinVerdict verdict)
    {
        if (verdict.PresentedChain.Length == 0) return null;
        var text = new StringBuilder();
        Add(text, "What the server sent, in its order:", verdict.PresentedChain);
        Add(text, "The chain that was built from it, leaf first:", verdict.Chain);
        string whole = text.ToString();
        return (HashOf(whole), whole);
    }

    internal static string HashOf(string text) => CheckId.Of(HashLength, text);

    private static void Add(StringBuilder text, string title, PinRecord[] records)
    {
        text.Append("# ").Append(title).Append('\n');
        foreach (PinRecord record in records)
        {
            text.Append("# ").Append(record.Role).Append(", ").Append(record.Pin).Append(", ")
                .Append(DisplayText.Clean(record.Subject)).Append('\n');
            text.Append(Encoding.ASCII.GetString(PemWriter.Write("CERTIFICATE", record.Certificate.Raw)));
        }
    }

    internal static string PathOf(string folder, string hash) => Path.Combine(folder, hash + Extension);

    /// <summary>Writes the evidence, unless the file exists: then it has the same content.</summary>
    /// <exception cref="PinningException">The evidence cannot be written.</exception>
    internal static void Keep(string folder, string hash, string text)
    {
        OwnerOnlyFolder.Create(folder);
        string path = PathOf(folder, hash);
        if (Presence.Exists(path)) return;
        byte[] data = Encoding.UTF8.GetBytes(text);
        OwnerOnlyFile.Write(path, file => file.Write(data, 0, data.Length));
    }

    /// <summary>Removes evidence that is too old or too much; evidence that the state names is kept.</summary>
    internal static void Prune(string folder, CheckState state, int keepDays)
    {
        try
        {
            if (!Directory.Exists(folder)) return;
            HashSet<string> named = [.. state.Records.Values.Select(record => record.Evidence)];
            FileInfo[] files =
            [
                .. new DirectoryInfo(folder).GetFiles("*" + Extension)
                    .Where(file => IsOurs(file.Name) && !named.Contains(Path.GetFileNameWithoutExtension(file.Name)))
                    .OrderByDescending(file => file.LastWriteTimeUtc),
            ];
            DateTime oldest = state.Finished.AddDays(-keepDays);
            foreach (FileInfo file in files.Where((file, i) => i >= MaxFiles || file.LastWriteTimeUtc < oldest)) file.Delete();
        }
        catch (Exception error) when (WriteError.Is(error))
        {
            // The file is only superfluous; the next run tries again.
        }
    }

    private static bool IsOurs(string name) =>
        name.Length == HashLength + Extension.Length && name.Take(HashLength).All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f'));
}
