namespace PinningTools.Internal;

internal static partial class Faults
{
    internal static Fault PinCheckShardInvalid(string text, int most) => new(
        "PinCheckShardInvalid", FaultKind.InvalidArgument, text,
        $"'{text}' is not a part of a list.",
        $"Give the number of the part, from 1, and the number of parts, such as 3/16; at most {most} parts.");

    internal static Fault PinCheckShardState() => new(
        "PinCheckShardState", FaultKind.InvalidArgument, "State",
        "-Shard and -State exclude each other: a part of a list cannot tell which endpoints of the state are gone.",
        "Run the parts without -State, save their results, and give -State to Merge-PinCheck.");

    internal static Fault PinCheckShardSession() => new(
        "PinCheckShardSession", FaultKind.InvalidArgument, "Session",
        "-Shard and -Session exclude each other: a part is not compared with what other machines see.",
        "Run the parts on each machine, merge those of each machine, then merge the results of all machines with Merge-PinCheck.");

    internal static Fault MergeOther(string what, string one, string other) => new(
        "MergeOther", FaultKind.InvalidArgument, other,
        $"The results do not belong together: one is {what} {one}, another {what} {other}.",
        "Merge the parts of one run: the same check, list and options, and the same number of parts.");

    internal static Fault MergeApart(System.DateTime first, System.DateTime last) => new(
        "MergeApart", FaultKind.InvalidArgument, null,
        $"The results are not of one run: the first began at {CheckDate.Format(first)} and the last ended at {CheckDate.Minute(last)}.",
        "Remove the results of other days, and merge each day by itself.");

    internal static Fault MergeTwice(string shard) => new(
        "MergeTwice", FaultKind.InvalidArgument, shard,
        $"Two results of part {shard} differ: it was run twice.",
        "Remove the older one.");

    internal static Fault MergeTwoRuns(string place) => new(
        "MergeTwoRuns", FaultKind.InvalidArgument, place,
        $"Two results are of {place}, and they differ: they are two runs.",
        "Give one result for each machine. To compare a run with the one before, use -State.");

    internal static Fault MergePartAndWhole(string shard, string run) => new(
        "MergePartAndWhole", FaultKind.InvalidArgument, shard,
        $"Part {shard} and the run {run} of a whole list do not belong together.",
        "Merge the parts of one list first, then merge the result with those of other machines.");

    internal static Fault MergeNotOfPart(string endpoint, string shard) => new(
        "MergeNotOfPart", FaultKind.InvalidData, endpoint,
        $"{endpoint} does not belong to part {shard}: the result was changed.",
        "Give the result as Invoke-PinCheck -Shard returned it.");

    internal static Fault MergeFactsMissing(string source, string endpoint) => new(
        "MergeFactsMissing", FaultKind.InvalidData, source,
        $"The result of {endpoint} in {source} lacks what a merge has to know (Seen), or it is damaged.",
        "Give the result as Invoke-PinCheck -Shard returned it, or a file that Export-PinReport wrote of it as JSON or HTML.");

    internal static Fault MergeStateNeedsShards(string state) => new(
        "MergeStateNeedsShards", FaultKind.InvalidArgument, state,
        "-State needs the parts of a run (Invoke-PinCheck -Shard); these results are of whole lists.",
        "Give the results of the parts themselves. A run of a whole list keeps its own state: Invoke-PinCheck -State.");

    internal static Fault MergeLate(string state, System.DateTime last, System.DateTime started) => new(
        "MergeLate", FaultKind.InvalidArgument, state,
        $"'{state}' already has a run that ended at {CheckDate.Format(last)}; these parts began at {CheckDate.Minute(started)}.",
        "Each run is merged into the state once, in the order of time. Merge without -State to see this one.");
}
