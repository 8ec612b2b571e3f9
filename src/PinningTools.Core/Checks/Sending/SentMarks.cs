using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>What a receiver was told of an alert, so that it is told once, reminded, and told of the end.</summary>
internal sealed record SentMark(string Channel, string Alert)
{
    internal string Level { get; init; } = "";

    internal DateTime At { get; init; }

    /// <summary>The run whose result told it.</summary>
    internal string Run { get; init; } = "";

    internal string Reason { get; init; } = "";

    internal string LeafPin { get; init; } = "";

    internal string Owner { get; init; } = "";

    internal string[] Endpoints { get; init; } = [];

    internal int EndpointCount { get; init; }

    internal string Why { get; init; } = "";

    /// <summary>Whether it was told that it is over, or it was news that is told once.</summary>
    internal bool IsOver { get; init; }
}

/// <summary>News that only one run has and a receiver did not get: it is owed until it was sent.</summary>
/// <param name="Channel">The receiver.</param>
/// <param name="At">Since when.</param>
/// <param name="Alert">The alert; null for a change.</param>
/// <param name="Change">The change; null for an alert.</param>
internal sealed record OwedNews(string Channel, DateTime At, PinCheckAlert? Alert, PinCheckChange? Change);

/// <summary>What was sent of a check to whom, and what is owed.</summary>
internal sealed class SentMarks
{
    internal const int MaxOwed = 200;
    private static readonly TimeSpan s_keepsOwed = TimeSpan.FromDays(30);
    private static readonly TimeSpan s_keepsOver = TimeSpan.FromDays(90);
    private static readonly TimeSpan s_keeps = TimeSpan.FromDays(400);

    private readonly Dictionary<(string Channel, string Alert), SentMark> _marks = [];

    internal IEnumerable<SentMark> Marks => _marks.Values;

    internal List<OwedNews> Owed { get; } = [];

    internal SentMark? Find(string channel, string alert) =>
        _marks.TryGetValue((channel, alert), out SentMark? mark) ? mark : null;

    internal void Put(SentMark mark) => _marks[(mark.Channel, mark.Alert)] = mark;

    /// <summary>Sets what a receiver is owed; nothing if it got everything.</summary>
    internal void Owe(string channel, IEnumerable<OwedNews> news)
    {
        Owed.RemoveAll(one => one.Channel == channel);
        Owed.AddRange(news.OrderByDescending(one => one.At).Take(MaxOwed).Reverse());
    }

    /// <summary>Drops what no one asks for any more.</summary>
    internal void Prune(DateTime now)
    {
        Owed.RemoveAll(one => now - one.At > s_keepsOwed);
        SentMark[] old = [.. _marks.Values.Where(mark => now - mark.At > (mark.IsOver ? s_keepsOver : s_keeps))];
        foreach (SentMark mark in old) _marks.Remove((mark.Channel, mark.Alert));
    }
}
