using System.IO;
using System.Security.Cryptography;

namespace PinningTools.Internal;

/// <summary>
/// What tells that a file is still the one that was read: its content. Time and size can be set to what they were, and
/// on some systems are those of a link.
/// </summary>
/// <param name="Digest">The SHA-256 of the content, in hex.</param>
internal readonly record struct FileStamp(string Digest)
{
    /// <exception cref="PinningException">The file is not there, or cannot be read.</exception>
    internal static FileStamp Read(string path)
    {
        using FileStream file = RegularFile.OpenRead(path, 64 * 1024, FileShare.ReadWrite | FileShare.Delete);
        using var sha256 = SHA256.Create();
        return new FileStamp(Hex.ToLower(sha256.ComputeHash(file)));
    }

    /// <summary>The same; null where there is none that can be read.</summary>
    internal static FileStamp? TryOf(string path)
    {
        try
        {
            return Read(path);
        }
        catch (PinningException)
        {
            return null;
        }
    }
}
