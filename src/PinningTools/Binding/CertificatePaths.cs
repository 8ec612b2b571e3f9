using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>
/// The items that the -Path and -LiteralPath of a command name: files, with -Recurse the files below a folder, and the
/// certificates of another drive such as Cert:.
/// </summary>
internal sealed class CertificatePaths(PSCmdlet cmdlet, bool recurse, Action<Fault> report)
{
    /// <summary>File names, and the objects of other drives.</summary>
    /// <exception cref="PinningException">The path does not exist, or is a folder.</exception>
    internal IEnumerable<object> Expand(string path, bool literal)
    {
        if (OtherProvider(path, literal) is { } items) return items;
        if (recurse && !literal && WildcardPattern.ContainsWildcardCharacters(path)) return Below(path);
        IReadOnlyList<string> found = PathReader.Resolve(cmdlet, path, literal);
        bool named = literal || !WildcardPattern.ContainsWildcardCharacters(path);
        return found.SelectMany(file => !Directory.Exists(file) ? [file]
            : recurse ? CertificateFolder.Walk(file, CertificateFolder.HasKnownExtension, report)
            : named ? throw new PinningException(Faults.PathIsFolder(file))
            : Enumerable.Empty<string>());
    }

    /// <summary>As with Get-ChildItem -Recurse: the last part of the path names files at any depth.</summary>
    private IEnumerable<string> Below(string path)
    {
        string parent = cmdlet.SessionState.Path.ParseParent(path, null);
        var names = new WildcardPattern(cmdlet.SessionState.Path.ParseChildName(path), WildcardOptions.IgnoreCase);
        return PathReader.Resolve(cmdlet, parent.Length == 0 ? "." : parent, literal: false)
            .Where(Directory.Exists)
            .SelectMany(folder => CertificateFolder.Walk(folder, names.IsMatch, report));
    }

    private List<object>? OtherProvider(string path, bool literal)
    {
        try
        {
            cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            if (provider.Name == "FileSystem") return null;
            string[] paths = [path];
            IEnumerable<PSObject> items = recurse
                ? cmdlet.InvokeProvider.ChildItem.Get(paths, recurse: true, force: false, literalPath: literal)
                : cmdlet.InvokeProvider.Item.Get(paths, force: false, literalPath: literal);
            List<object> certificates = [.. items.Where(item => CertificateArgument.TryFrom(item) is not null)];
            return certificates.Count > 0 ? certificates : throw new PinningException(Faults.NotAFile(path));
        }
        catch (Exception error) when (error is ItemNotFoundException or ProviderNotFoundException
            or System.Management.Automation.DriveNotFoundException)
        {
            throw new PinningException(Faults.FileNotFound(path), error);
        }
    }
}
