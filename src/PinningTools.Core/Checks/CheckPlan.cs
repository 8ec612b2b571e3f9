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
    private readonly CheckShard? _shard;

    /// <param name="rows">The rows.</param>
    /// <param name="order">How they are checked.</param>
    /// <param name="policies">The policies for rows without pins.</param>
    /// <param name="isOneRowEach">Whether an endpoint can have only one row, because two would share a record.</param>
    /// <param name="shard">The part of the list to check; null for all of it.</param>
    internal CheckPlan(
        IEnumerable<CheckRow> rows, CheckOrder order, Func<IPolicySource> policies, bool isOneRowEach, CheckShard? shard = null)
    {
        _shard = shard;
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
                Fail(row, row.Problems);
                return;
            }

            CheckEndpoint endpoint = CheckEndpoint.From(row, _order, _anchors, _policies);
            if (!IsMine(row)) return;
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
            Fail(row, all);
        }
    }

    private void Fail(CheckRow row, IEnumerable<string> problems)
    {
        if (IsMine(row)) Failed.Add(CheckResultMaker.Fail(row, string.Join(" ", problems)));
    }

    private bool IsMine(CheckRow row) => _shard?.Has(row) != false;
}
