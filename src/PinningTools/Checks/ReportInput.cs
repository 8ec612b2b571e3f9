using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// Collects results of checks from the input: objects, objects from a job or another session, files, and the text of
/// files, which Get-Content passes on line by line.
/// </summary>
internal sealed class ReportInput(PSCmdlet cmdlet, Action<ErrorRecord> refuse)
{
    private readonly List<PinCheckSummary> _runs = [];
    private readonly HashSet<PinCheckSummary> _live = new(ReferenceComparer<PinCheckSummary>.Instance);
    private readonly StringBuilder _text = new();

    /// <summary>Whether an input was not a result; the error was written.</summary>
    internal bool HasFailed { get; private set; }

    /// <summary>Those that were read from text, or came from a job or another session.</summary>
    internal IReadOnlyCollection<PinCheckSummary> Saved => [.. _runs.Where(run => !_live.Contains(run))];

    internal void Add(object? given)
    {
        object? one = PlainValue.OrProperties(given);
        try
        {
            switch (one)
            {
                case PinCheckSummary summary:
                    _live.Add(summary);
                    _runs.Add(summary);
                    break;
                case FileSystemInfo file:
                    _runs.AddRange(SavedReport.ReadFile(file.FullName));
                    break;
                case string text:
                    AddText(text);
                    break;
                case PSObject other:
                    _runs.Add(PinCheckJson.Read(ObjectJson.From(other), "the object"));
                    break;
                default:
                    throw new PinningException(Faults.ReportNotReadable(
                        one?.GetType().Name ?? "null", one is null ? "it is null" : "it is another kind of object"));
            }
        }
        catch (PinningException error)
        {
            Refuse(error);
        }
    }

    /// <summary>Returns all results; to be called once, after the last input.</summary>
    internal IReadOnlyList<PinCheckSummary> Finish()
    {
        if (_text.Length > 0)
        {
            try
            {
                _runs.AddRange(SavedReport.Read(_text.ToString(), "the text"));
            }
            catch (PinningException error)
            {
                Refuse(error);
            }
        }

        return _runs;
    }

    /// <exception cref="PinningException">No endpoint belongs to one of the owners.</exception>
    internal static IReadOnlyList<PinCheckSummary> OfOwners(IReadOnlyList<PinCheckSummary> runs, string[] owners)
    {
        WildcardPattern[] patterns =
            [.. owners.Select(owner => new WildcardPattern(owner, WildcardOptions.IgnoreCase))];
        string known = string.Join(", ", ReportOwner.Names(runs));
        for (int i = 0; i < owners.Length; i++)
            if (!runs.Any(run => run.Details.Any(one => patterns[i].IsMatch(one.Owner))))
                throw new PinningException(Faults.ReportOwnerUnknown(owners[i], known));
        return
        [
            .. runs.Select(run => ReportOwner.Part(run, owner => patterns.Any(pattern => pattern.IsMatch(owner))))
                .Where(run => run.Details.Length > 0),
        ];
    }

    /// <summary>Adds a path, the whole text of a file, or its next line.</summary>
    private void AddText(string text)
    {
        char first = text.TrimStart().FirstOrDefault();
        if (_text.Length == 0 && first is not ('{' or '[' or '<'))
        {
            if (text.Trim().Length == 0) return;
            foreach (string file in PathReader.Resolve(cmdlet, text, literal: false))
                _runs.AddRange(SavedReport.ReadFile(file));
            return;
        }

        _text.Append(text).Append('\n');
        // The input was a whole text or the end of one; what follows is another text.
        if (text.TrimEnd() is not ("}" or "]" or "</html>") && text.IndexOf('\n') < 0) return;
        string whole = _text.ToString();
        _text.Clear();
        _runs.AddRange(SavedReport.Read(whole, "the text"));
    }

    private void Refuse(PinningException error)
    {
        HasFailed = true;
        refuse(FaultRecord.From(error));
    }
}
