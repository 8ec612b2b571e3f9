using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>All that is to be done, in order, and what to say of it.</summary>
/// <param name="Steps">What is done; empty if everything is as it should be.</param>
/// <param name="Result">The check as it is registered then.</param>
/// <param name="Notes">What a person should know.</param>
internal sealed record SchedulePlan(IReadOnlyList<ScheduleStep> Steps, PinCheckRegistration Result, IReadOnlyList<string> Notes)
{
    /// <summary>The steps as text, each with the whole text of its file.</summary>
    internal string Shown => string.Join("\n", Steps.Select(step => step.Shown.TrimEnd('\n')));

    /// <summary>
    /// Does it. Each step can be repeated, so that the same command carries on where it ended.
    /// </summary>
    /// <returns>How many steps were done.</returns>
    /// <exception cref="PinningException">A step failed; the message says which were done and which were not.</exception>
    internal int Carry()
    {
        for (int i = 0; i < Steps.Count; i++)
        {
            try
            {
                Steps[i].Act();
            }
            catch (Exception error) when (error is PinningException || WriteError.Is(error))
            {
                string why = error is PinningException known ? known.Fault.Message : error.Message;
                throw new PinningException(
                    Faults.ScheduleIncomplete(
                        Result.Name, why, Titles(Steps.Take(i)), Titles(Steps.Skip(i))), error);
            }
        }

        return Steps.Count;
    }

    private static string Titles(IEnumerable<ScheduleStep> steps) => string.Join("; ", steps.Select(step => step.Title));
}

/// <summary>A scheduler that can be told of a check.</summary>
internal interface ICheckScheduler
{
    /// <summary>The checks that it runs.</summary>
    IEnumerable<string> Names();

    /// <exception cref="PinningException">What is asked for cannot be done, or would not be safe.</exception>
    SchedulePlan Register(CheckSchedule schedule);

    /// <summary>What removes a check; null if this scheduler does not have it.</summary>
    /// <param name="name">The name of the check.</param>
    /// <param name="removesState">Whether what the check remembers goes, too.</param>
    /// <exception cref="PinningException">What is there is not ours, or unclear.</exception>
    SchedulePlan? Unregister(string name, bool removesState);
}
