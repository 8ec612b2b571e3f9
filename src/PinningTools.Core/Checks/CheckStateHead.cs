using System;
using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>The first line of a state.</summary>
/// <param name="State">The state, which has no endpoints yet.</param>
/// <param name="Endpoints">How many endpoints follow.</param>
internal sealed record CheckStateHead(CheckState State, int Endpoints)
{
    /// <param name="line">The line, whose object has been entered.</param>
    /// <param name="source">What messages call the text.</param>
    /// <exception cref="FormatException">The line is no head.</exception>
    /// <exception cref="PinningException">The state is one of a later version.</exception>
    internal static CheckStateHead Read(JsonLineScanner line, string source)
    {
        var state = new CheckState();
        int version = 0;
        int endpoints = 0;
        while (line.Next())
        {
            if (line.Name == "pinCheckState") version = line.Number();
            if (version == 0) break;
            if (version > CheckStateText.Version) throw new PinningException(Faults.PinCheckFromLater(source, version));
            if (line.Name == "endpoints") endpoints = line.Number();
            else if (line.Name != "pinCheckState") state = ReadMember(state, line);
        }

        if (version == 0) throw JsonLineScanner.Error("it does not begin as the state of a check does");
        if (state.Started == default || state.Finished == default) throw JsonLineScanner.Error("it does not say when its run was");
        return new(state.Runs.Count > 0 ? state : state with { Runs = [state.Started] }, endpoints);
    }

    private static CheckState ReadMember(CheckState state, JsonLineScanner line)
    {
        switch (line.Name)
        {
            case "name":
                return state with { Name = line.Text() };
            case "vantagePoint":
                return state with { VantagePoint = line.Text() };
            case "runId":
                return state with { RunId = line.Text() };
            case "started":
                return state with { Started = line.Date() };
            case "finished":
                return state with { Finished = line.Date() };
            case "complete":
                return state with { IsComplete = line.Flag() };
            case "lastComplete":
                return state with { LastComplete = line.Date() };
            case "runs":
                List<DateTime> runs = [];
                for (line.OpenList(); line.NextItem();) runs.Add(line.Date());
                return state with { Runs = runs };
            default:
                line.Skip();
                return state;
        }
    }
}
