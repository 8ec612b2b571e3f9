using System;
using System.IO;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// Reads a whole text file: UTF-8, or UTF-16 as Windows PowerShell writes it, with or without a byte order mark;
/// strictly and with a size limit.
/// </summary>
internal static class UnicodeFile
{
    /// <summary>In bytes.</summary>
    internal const int MaxLength = 64 * 1024 * 1024;

    /// <exception cref="PinningException">The file cannot be read, is too large or is not Unicode.</exception>
    internal static string Read(string path)
    {
        // A reader must not prevent a writer from replacing the file.
        using FileStream file = RegularFile.OpenRead(path, share: FileShare.ReadWrite | FileShare.Delete);
        return Read(file, path);
    }

    /// <exception cref="PinningException">The file cannot be read, is too large or is not Unicode.</exception>
    internal static string Read(FileStream file, string path)
    {
        try
        {
            if (file.Length > MaxLength) throw new PinningException(Faults.TextTooLarge(path, MaxLength));
            byte[] data = new byte[file.Length];
            int read = 0;
            for (int count; read < data.Length && (count = file.Read(data, read, data.Length - read)) > 0;)
                read += count;
            return Decode(data, read, path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PinningException(Faults.FileUnreadable(path, error.Message), error);
        }
    }

    /// <exception cref="PinningException">The bytes are not Unicode.</exception>
    internal static string Decode(byte[] data, int count, string source)
    {
        Encoding encoding = StartsWith(0xFF, 0xFE)
            ? new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true)
            : StartsWith(0xFE, 0xFF)
                ? new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true)
            : UnmarkedUtf16.Find(data, count, isStrict: true)
                ?? new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);
        int mark = StartsWith(0xFF, 0xFE) || StartsWith(0xFE, 0xFF) ? 2 : StartsWith(0xEF, 0xBB, 0xBF) ? 3 : 0;
        try
        {
            return encoding.GetString(data, mark, count - mark);
        }
        catch (ArgumentException error)
        {
            throw new PinningException(Faults.TextNotUnicode(source), error);
        }

        bool StartsWith(params byte[] bytes)
        {
            if (count < bytes.Length) return false;
            for (int i = 0; i < bytes.Length; i++)
                if (data[i] != bytes[i]) return false;
            return true;
        }
    }
}
