using System;
using System.Collections.Generic;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>What makes a message due.</summary>
internal enum SendWhen
{
    /// <summary>Alerts: new ones, worse ones, those that are over, changes that nobody expected, and reminders.</summary>
    Problem,

    /// <summary>Any change as well, also an expected one.</summary>
    Change,

    /// <summary>Each run.</summary>
    Always,
}

/// <summary>What one command is asked to send.</summary>
internal sealed record SendOptions
{
    internal SendWhen When { get; init; }

    /// <summary>After how long an alert that stands is sent again.</summary>
    internal TimeSpan Reminder { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Where the whole report is, for a link in messages.</summary>
    internal Uri? Link { get; init; }

    /// <summary>
    /// Whether it is time to say again what was said then. An hour in a day is no matter: a scheduler that is a little early
    /// would else make a reminder of each night one of every other night.
    /// </summary>
    internal bool IsTimeAgain(DateTime then) => Clock() - then >= TimeSpan.FromTicks(Reminder.Ticks / 24 * 23);

    /// <summary>Says of an owner whether the receivers are told of that owner's endpoints; null for all owners.</summary>
    internal Func<string, bool>? IsOwner { get; init; }

    /// <summary>The state of the check; null for the one that the result names.</summary>
    internal string? State { get; init; }

    /// <summary>Whether it is known what was sent.</summary>
    internal bool HasMarks { get; init; }

    internal TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Asks whether a text may be sent to a receiver.</summary>
    internal Func<string, string, Task<bool>> Confirm { get; init; } = (_, _) => Task.FromResult(true);

    internal Action<string> Warn { get; init; } = _ => { };

    /// <summary>Takes what was done, for those who want to know.</summary>
    internal Action<string> Tell { get; init; } = _ => { };

    internal Func<DateTime> Clock { get; init; } = () => UtcDate.Now;
}

/// <summary>One run on its way to the receivers.</summary>
/// <param name="Run">The whole result.</param>
/// <param name="Part">The part that they are told of.</param>
/// <param name="IsDrill">Whether it is a drill.</param>
internal sealed record SendJob(PinCheckSummary Run, PinCheckSummary Part, bool IsDrill);

/// <summary>One message to one receiver.</summary>
internal sealed record SendPlan
{
    /// <summary>The message, as -WhatIf shows it.</summary>
    internal required string Text { get; init; }

    /// <summary>Sends it; a fault means that it was not confirmed.</summary>
    internal required Func<System.Threading.CancellationToken, Task> SendAsync { get; init; }

    /// <summary>Notes what is owed if it is not; whether that has to be kept before it is sent.</summary>
    internal Func<bool> Owe { get; init; } = () => false;

    /// <summary>Notes that it was sent.</summary>
    internal Action Mark { get; init; } = () => { };
}

/// <summary>A receiver, or a kind of them.</summary>
internal interface ISendChannel
{
    /// <summary>How it is called in messages.</summary>
    string Shown { get; }

    /// <summary>What it does not know yet.</summary>
    IReadOnlyList<SendPlan> Plan(SendOptions options, SendJob job, SentMarks marks);
}
