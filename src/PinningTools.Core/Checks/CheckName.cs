using System;
using System.IO;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Names of checks. They become part of the names of files and services and of crontab lines, so they consist of
/// letters, digits and a few characters that have no special meaning anywhere.
/// </summary>
internal static class CheckName
{
    private const int MaxLength = 64;

    internal static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength && IsLetterOrDigit(name[0])
            && name.All(c => IsLetterOrDigit(c) || c is '.' or '_' or '-') && WindowsFileName.WhyNot(name) is null;

    /// <exception cref="PinningException">The name is not valid.</exception>
    internal static string Require(string name) =>
        IsValid(name) ? name : throw new PinningException(Faults.PinCheckNameInvalid(name));

    /// <summary>
    /// The name of a check made from that of its list: without the extension, and with hyphens instead of other
    /// characters.
    /// </summary>
    internal static string Of(string? source)
    {
        string bare = source is null ? "" : Path.GetFileNameWithoutExtension(source);
        string name = new string([.. bare.Select(c => IsLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '-')])
            .TrimStart('.', '_', '-').TrimEnd('.');
        if (name.Length > MaxLength) name = name.Substring(0, MaxLength).TrimEnd('.');
        return IsValid(name) ? name : "check";
    }

    private static bool IsLetterOrDigit(char c) => c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9');
}
