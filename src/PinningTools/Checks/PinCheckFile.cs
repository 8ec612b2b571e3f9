using System.IO;
using System.Text;

namespace PinningTools.Internal;

/// <summary>Reads the lists of Invoke-PinCheck for its script.</summary>
public static class PinCheckFile
{
    /// <summary>The text of a file, UTF-8 unless its mark says otherwise.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="PinningException">There is no such file, or it is no regular one.</exception>
    public static string Read(string path)
    {
        using FileStream file = RegularFile.OpenRead(path, share: FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }
}
