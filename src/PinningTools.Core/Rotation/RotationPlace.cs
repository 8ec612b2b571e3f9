using System;

namespace PinningTools.Internal;

/// <summary>Where a pin set is kept, so that the steps of a plan can be pasted.</summary>
internal sealed class RotationPlace
{
    private readonly string? _path;
    private readonly string? _format;
    private readonly Uri? _source;

    private RotationPlace(string? path, string? format, Uri? source = null)
    {
        _path = path;
        _format = format;
        _source = source;
    }

    /// <summary>The default store, or an unknown place.</summary>
    internal static RotationPlace Default { get; } = new(null, null);

    /// <summary>
    /// A file; if it has the format of another program, no command of this module changes a set in it.
    /// </summary>
    internal static RotationPlace From(string path, string format) => new(path, format);

    /// <summary>A published store, which only its publisher can change.</summary>
    internal static RotationPlace From(Uri source) => new(null, null, source);

    /// <summary>How a pin of a set is changed.</summary>
    /// <param name="set">The set.</param>
    /// <param name="how">The parameter of Update-PinSet.</param>
    /// <param name="pin">The pin.</param>
    /// <param name="more">What follows.</param>
    internal string Change(PinSet set, string how, string pin, string more = "")
    {
        string change = $"-{how} {pin}{more}";
        string pattern = CommandText.Quote(set.Pattern);
        if (_source is not null)
            return $"ask the publisher of {RedactedUri.Of(_source)} to do it: Update-PinSet {pattern} {change}";
        if (_path is null) return $"Update-PinSet {pattern} {change}";
        string path = CommandText.Quote(_path);
        return _format is null or PinStoreFormat.StoreName
            ? $"Update-PinSet {pattern} {change} -PinStore {path}"
            : $"Import-PinSet {path} -Format {_format} | ForEach-Object {{ if ($_.Pattern -eq {pattern}) "
                + $"{{ Update-PinSet -InputObject $_ {change} }} else {{ $_ }} }} | "
                + $"Export-PinSet {path} -Format {_format} -Force";
    }
}
