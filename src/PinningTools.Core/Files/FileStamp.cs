using System;
using System.IO;
using System.Security.Cryptography;

namespace PinningTools.Internal;

/// <summary>
/// Identifies a file by its content, to know whether it is still the one that was read. Time and size can be restored,
/// and on some systems they are those of a link.
/// </summary>
/// <param name="Digest">The SHA-256 of the content, in hex.</param>
internal sealed record FileStamp(string Digest)
{
    private const int MinPiece = 1024;
    private const int MaxPiece = 64 * 1024;

    /// <summary>What the system says about the file; null if that does not prove that the content is unchanged.</summary>
    private string? Status { get; init; }

    /// <summary>The stamp of the file. A file that the system says is unchanged is opened, but not read again.</summary>
    /// <param name="path">The file.</param>
    /// <param name="known">The stamp of an earlier call, or null.</param>
    /// <exception cref="PinningException">The file does not exist or cannot be read.</exception>
    internal static FileStamp Read(string path, FileStamp? known = null)
    {
        if (known?.Status is { } before && UnixFile.TryStatusOf(path) == before) return known;
        using FileStream file = RegularFile.OpenRead(path, bufferSize: 1, FileShare.ReadWrite | FileShare.Delete);
        string? status = UnixFile.StatusOf(file.SafeFileHandle);
        return new FileStamp(DigestOf(file)) { Status = status };
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

    /// <summary>Two files are equal if their contents are.</summary>
    public bool Equals(FileStamp? other) => other is not null && other.Digest == Digest;

    /// <inheritdoc/>
    public override int GetHashCode() => Digest.GetHashCode();

    private static string DigestOf(FileStream file)
    {
        using var sha256 = SHA256.Create();
        // Most such files are small, and a script has them read with each request.
        byte[] piece = new byte[Math.Min(Math.Max(file.Length + 1, MinPiece), MaxPiece)];
        int count;
        while ((count = file.Read(piece, 0, piece.Length)) > 0) sha256.TransformBlock(piece, 0, count, null, 0);
        sha256.TransformFinalBlock(piece, 0, 0);
        return Hex.ToLower(sha256.Hash!);
    }
}
