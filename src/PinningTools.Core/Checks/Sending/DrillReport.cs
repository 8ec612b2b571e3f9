namespace PinningTools.Internal;

/// <summary>A result for a fire drill: it says what it is wherever it is read.</summary>
internal static class DrillReport
{
    internal const string Host = "drill.invalid";
    internal const string Sentence = "This is a drill. It shows that the alerts of pin checks arrive here.";

    internal static PinCheckSummary Create(System.DateTime now) => new()
    {
        Level = PinCheckLevel.Warning,
        ExitCode = 0,
        Name = "drill",
        RunId = CheckId.NewRun(),
        Started = now,
        Finished = now,
        VantagePoint = [System.Environment.MachineName],
        Alerts =
        [
            new PinCheckAlert
            {
                Id = CheckId.Of(12, "drill"),
                Level = PinCheckLevel.Warning,
                Reason = "Drill",
                Endpoints = [Host + ":443"],
                EndpointCount = 1,
                Since = now,
                Why = Sentence,
            },
        ],
    };
}
