using System;
using System.Collections.Generic;
using System.IO;

namespace PinningTools.Internal;

/// <summary>
/// Reads a state, line by line. A state that is not whole is refused, as lists are: a state that was cut off would make
/// half of the endpoints new. Lines and members of a later version are passed over.
/// </summary>
/// <param name="reader">The text.</param>
/// <param name="source">What messages call the text.</param>
internal sealed class CheckStateReader(TextReader reader, string source)
{
    /// <summary>In characters: no line that is written here is longer.</summary>
    private const int MaxLine = 256 * 1024;

    private readonly LineReader _lines = new(reader, MaxLine);
    private readonly JsonLineScanner _line = new();
    private readonly List<PinCheckAlert> _alerts = [];
    private readonly Dictionary<string, CheckAcknowledgement> _acknowledged = [];

    /// <param name="reader">The text.</param>
    /// <param name="source">What messages call the text.</param>
    /// <exception cref="PinningException">The text is no state, one of a later version, or was cut off.</exception>
    internal static CheckState Read(TextReader reader, string source) => new CheckStateReader(reader, source).Read();

    private CheckState Read()
    {
        int number = 1;
        bool hasEnd = false;
        try
        {
            if (!_lines.Next()) throw new PinningException(Faults.PinCheckStateCutOff(source));
            _line.Begin(_lines);
            CheckStateHead head = CheckStateHead.Read(_line, source);
            _line.End();
            var records = new CheckRecordReader(_line, head);
            for (number++; _lines.Next(); number++)
            {
                if (hasEnd) throw new FormatException("there is text after the end");
                _line.Begin(_lines);
                hasEnd = ReadLine(records);
                _line.End();
            }

            // An editor that drops lines from the middle is reported as well.
            if (!hasEnd || records.Records.Count != head.Endpoints) throw new PinningException(Faults.PinCheckStateCutOff(source));
            return head.State with { Records = records.Records, Alerts = _alerts, Acknowledged = _acknowledged };
        }
        catch (FormatException error)
        {
            // A malformed last line usually means that the file was cut off.
            bool isCut = number > 1 && !hasEnd && _lines.IsLast;
            throw new PinningException(
                isCut ? Faults.PinCheckStateCutOff(source) : Faults.PinCheckStateUnreadable(source, number, error.Message),
                error);
        }
    }

    /// <summary>Reads a line by its first member; true for the end.</summary>
    private bool ReadLine(CheckRecordReader records)
    {
        if (!_line.Next()) return false;
        switch (_line.Name)
        {
            case "key":
                records.ReadRecord();
                return false;
            case "policy":
                records.ReadPolicy();
                return false;
            case "path":
                records.ReadPath();
                return false;
            case "alert":
                ReadAlert(_line.Text());
                return false;
            case "acknowledged":
                ReadAcknowledgement(_line.Text());
                return false;
            default:
                bool isEnd = _line.Name == "end";
                _line.Skip();
                _line.SkipRest();
                return isEnd;
        }
    }

    private void ReadAlert(string id)
    {
        var alert = new PinCheckAlert { Id = id };
        while (_line.Next())
        {
            alert = _line.Name switch
            {
                "state" => alert with { State = _line.Same() },
                "level" => alert with { Level = _line.Same() },
                "reason" => alert with { Reason = _line.Same() },
                "pin" => alert with { LeafPin = _line.Same() },
                "endpoints" => alert with { Endpoints = [.. _line.Texts()] },
                "count" => alert with { EndpointCount = _line.Number() },
                "owner" => alert with { Owner = _line.Same() },
                "since" => alert with { Since = _line.Date() },
                "expected" => alert with { Expected = _line.Flag() },
                "why" => alert with { Why = _line.Text() },
                "fix" => alert with { Fix = _line.Text() },
                "evidence" => alert with { Evidence = _line.Text() },
                _ => Passed(alert),
            };
        }

        _alerts.Add(alert);
    }

    private void ReadAcknowledgement(string id)
    {
        var one = new CheckAcknowledgement(id, default, "", default, PinCheckLevel.Unknown);
        while (_line.Next())
        {
            one = _line.Name switch
            {
                "until" => one with { Until = _line.Date() },
                "reason" => one with { Reason = _line.Text() },
                "at" => one with { At = _line.Date() },
                "level" => one with { Level = _line.Same() },
                _ => Passed(one),
            };
        }

        _acknowledged[id] = one;
    }

    private T Passed<T>(T value)
    {
        _line.Skip();
        return value;
    }
}
