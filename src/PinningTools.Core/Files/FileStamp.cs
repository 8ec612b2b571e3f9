using System.IO;
using System.Security.Cryptography;

namespace PinningTools.Internal;

/// <summary>
/// Identifies a file by its content, to know whether it is still the one that was read. Time and size can be restored,
/// and on some systems they are those of a link.
/// </summary>
/// <param name="Digest">The SHA-256 of the content, in hex.</param>
internal readonly record struct FileStamp(string Digest)
{
    /// <exception cref="PinningException">The file does not exist or cannot be read.</exception>
    internal static FileStamp Read(string path)
    {
        using FileStream file = RegularFile.OpenRead(path, 64 * 1024, FileShare.ReadWrite | FileShare.Delete);
        using var sha256 = SHA256.Create();
        return new FileStamp(Hex.ToLower(sha256.ComputeHash(file)));
    }

    /// <summary>The same; null if the file cannot be read.</summary>
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
