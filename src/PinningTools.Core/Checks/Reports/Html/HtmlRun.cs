using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>One run on the page: the ids of its parts and of its endpoints, for links.</summary>
internal sealed class HtmlRun
{
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);

    /// <param name="run">The run.</param>
    /// <param name="prefix">The prefix that distinguishes its ids from those of another run on the page.</param>
    internal HtmlRun(PinCheckSummary run, string prefix)
    {
        Run = run;
        Prefix = prefix;
        ToDo = ReportWords.ToDo(run);
        Changes = ReportWords.Changes(run);
        for (int i = 0; i < run.Details.Length; i++)
        {
            PinCheckDetail one = run.Details[i];
            if (one.Level != PinCheckLevel.Ok && one.Key.Length > 0 && !_ids.ContainsKey(one.Key))
                _ids[one.Key] = Id("e" + (i + 1));
        }
    }

    internal PinCheckSummary Run { get; }

    internal string Prefix { get; }

    internal PinCheckAlert[] ToDo { get; }

    internal PinCheckChange[] Changes { get; }

    /// <summary>The date from which days are counted.</summary>
    internal DateTime Today => Run.At ?? Run.Finished;

    internal string Id(string name) => Prefix + name;

    /// <summary>The name of a part for screen readers; if there are several runs, with the name of the run.</summary>
    internal string Label(string name) => Prefix.Length > 0 ? $"{name}, {HtmlText.Encode(Run.Name)}" : name;

    /// <summary>
    /// The id of an endpoint; null for an endpoint that is Ok, and for a second one with the same key.
    /// </summary>
    internal string? IdOf(PinCheckDetail detail)
    {
        if (!_ids.TryGetValue(detail.Key, out string? id)) return null;
        int index = int.Parse(id.Substring(Prefix.Length + 1), System.Globalization.CultureInfo.InvariantCulture) - 1;
        return ReferenceEquals(Run.Details[index], detail) ? id : null;
    }

    /// <summary>The key of an endpoint, as a link if it has an id.</summary>
    internal string Link(string key) => _ids.TryGetValue(key, out string? id)
        ? $"<a href=\"#{id}\">{HtmlText.Name(key)}</a>" : HtmlText.Name(key);

    /// <summary>Links to several endpoints, as many as fit.</summary>
    internal string Links(IReadOnlyList<string> keys, int count, int most)
    {
        string links = string.Join(", ", keys.Take(most).Select(Link));
        int more = Math.Max(count, keys.Count) - Math.Min(most, keys.Count);
        return more > 0 ? $"{links} and {HtmlText.Number(more)} more" : links;
    }

    /// <summary>The beginning of a section with its heading.</summary>
    internal string Section(string name, string title) =>
        $"<section aria-labelledby=\"{Id(name)}\">\n<h2 id=\"{Id(name)}\">{title}</h2>\n";
}
