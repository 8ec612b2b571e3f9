using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Sorts rows into endpoints to check and results of rows that cannot be checked.
/// </summary>
internal sealed class CheckPlan
{
    private readonly Dictionary<string, int> _seen = [];
    private readonly CheckAnchors _anchors = new();
    private readonly CheckOrder _order;
    private readonly Func<IPolicySource> _policies;
    private readonly bool _isOneRowEach;

    /// <param name="rows">The rows.</param>
    /// <param name="order">How they are checked.</param>
    /// <param name="policies">The policies for rows without pins.</param>
    /// <param name="isOneRowEach">Whether an endpoint can have only one row, because two would share a record.</param>
    internal CheckPlan(IEnumerable<CheckRow> rows, CheckOrder order, Func<IPolicySource> policies, bool isOneRowEach)
    {
        _order = order;
        _policies = policies;
        _isOneRowEach = isOneRowEach;
        foreach (CheckRow row in rows) Add(row);
    }

    internal List<CheckEndpoint> Endpoints { get; } = [];

    /// <summary>The results of the rows that cannot be checked.</summary>
    internal List<CheckResult> Failed { get; } = [];

    private void Add(CheckRow row)
    {
        try
        {
            if (row.HostName.Length > 0)
                row.Key = CheckKey.Of(row, CheckEndpoint.Locate(row, _order.EhloName).AsPortSpeaks());
            if (row.Problems.Count > 0)
            {
                Failed.Add(CheckResultMaker.Fail(row, string.Join(" ", row.Problems)));
                return;
            }

            CheckEndpoint endpoint = CheckEndpoint.From(row, _order, _anchors, _policies);
            if (!_isOneRowEach || !_seen.TryGetValue(row.Key, out int other))
            {
                _seen[row.Key] = row.Number;
                Endpoints.Add(endpoint);
                return;
            }

            string key = row.Key;
            row.Key = "";
            Failed.Add(CheckResultMaker.Fail(row, $"This is the same endpoint as row {other}, '{key}'. With -State or -Session, "
                + "an endpoint can have only one row."));
        }
        catch (PinningException error)
        {
            IEnumerable<string> all = row.Problems.Count > 0 ? row.Problems : [error.Fault.Message];
            Failed.Add(CheckResultMaker.Fail(row, string.Join(" ", all)));
        }
    }
}
