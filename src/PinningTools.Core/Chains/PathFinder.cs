using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace PinningTools.Internal;

/// <summary>
/// The paths from a leaf to a trust anchor that names, key identifiers and signatures allow (RFC 4158): first those in
/// which every certificate is seen to fit its place, the shortest before the longer ones. They depend on which
/// certificates there are and never on their order. A path is only a proposal: whether it is valid, the platform says.
/// Everything is bounded, for a peer can send what takes for ever to search, and the search can be
/// cancelled between any two steps.
/// </summary>
internal sealed class PathFinder
{
    private const int MaxSignatureChecks = 512;

    /// <summary>The search from the anchors leaves some checks to the one from the leaf.</summary>
    private const int MaxChecksFromAnchors = 384;

    private const int MaxSteps = 2048;

    /// <summary>What a certificate that does not fit adds to the length of a path: more than any path is long.</summary>
    private const int DefectLength = 1024;

    private readonly DerCertificate _leaf;
    private readonly DateTime _time;
    private readonly CancellationToken _cancel;
    private readonly DerCertificate[] _others;
    private readonly ILookup<string, DerCertificate> _anchors;
    private readonly Dictionary<(DerCertificate, SpkiPin), bool> _checked = [];
    private Dictionary<DerCertificate, int>? _distances;

    /// <param name="leaf">Where the paths begin.</param>
    /// <param name="others">What may stand between; the leaf and anchors among them do no harm.</param>
    /// <param name="anchors">Where the paths end.</param>
    /// <param name="time">When they should be valid; it decides what is tried first.</param>
    /// <param name="cancel">Stops the search.</param>
    internal PathFinder(
        DerCertificate leaf, IEnumerable<DerCertificate> others, IReadOnlyList<DerCertificate> anchors, DateTime time,
        CancellationToken cancel)
    {
        _leaf = leaf;
        _time = time;
        _cancel = cancel;
        _anchors = anchors.ToLookup(anchor => anchor.SubjectKey);
        _others = CertificateOrder.Distinct(
            others.Where(one => !one.HasSameBytes(leaf) && !_anchors[one.SubjectKey].Any(one.HasSameBytes)));
    }

    /// <summary>Whether a bound ended the search before all paths were seen.</summary>
    internal bool IsCutShort { get; private set; }

    /// <summary>Leaf first, anchor last; the likeliest come first.</summary>
    internal IEnumerable<IReadOnlyList<DerCertificate>> Find()
    {
        // By the length that a path has at the least once it has come to an anchor.
        var open = new SortedDictionary<int, Queue<(DerCertificate[] Path, bool IsWhole)>>();
        if (_anchors[_leaf.SubjectKey].Any(_leaf.HasSameBytes)) Add([_leaf], true, 0);
        Add([_leaf], false, 0);
        for (int steps = 0; open.Count > 0; steps++)
        {
            _cancel.ThrowIfCancellationRequested();
            if (steps == MaxSteps)
            {
                IsCutShort = true;
                yield break;
            }

            KeyValuePair<int, Queue<(DerCertificate[], bool)>> shortest = open.First();
            (DerCertificate[] path, bool isWhole) = shortest.Value.Dequeue();
            if (shortest.Value.Count == 0) open.Remove(shortest.Key);
            if (isWhole) yield return path;
            else Extend(path, Add);
        }

        void Add(DerCertificate[] path, bool isWhole, int distance)
        {
            int length = path.Length + distance + (DefectLength * CertificateOrder.CountDefects(path, isWhole, _time));
            if (!open.TryGetValue(length, out Queue<(DerCertificate[], bool)>? queue))
                open[length] = queue = new Queue<(DerCertificate[], bool)>();
            queue.Enqueue((path, isWhole));
        }
    }

    /// <summary>How far the signatures lead where they lead to no anchor; the leaf alone at the least.</summary>
    internal IReadOnlyList<DerCertificate> FindFragment()
    {
        List<DerCertificate> path = [_leaf];
        // A root that is no anchor says more than an issuer that is not there.
        while (IssuersOf(path, _others)
            .OrderBy(issuer => issuer.IsSelfIssued ? 0 : 1)
            .FirstOrDefault(issuer => CanSign(path[path.Count - 1], issuer, MaxSignatureChecks)) is { } next)
            path.Add(next);
        return path;
    }

    /// <summary>By one certificate, in each way there is.</summary>
    private void Extend(DerCertificate[] path, Action<DerCertificate[], bool, int> add)
    {
        DerCertificate last = path[path.Length - 1];
        foreach (DerCertificate anchor in IssuersOf(path, _anchors[last.IssuerKey]))
            if (CanSign(last, anchor, MaxSignatureChecks)) add([.. path, anchor], true, 0);
        // What leads to no anchor is not among them.
        _distances ??= MeasureDistances();
        foreach (DerCertificate issuer in IssuersOf(path, _others.Where(_distances.ContainsKey)))
            if (CanSign(last, issuer, MaxSignatureChecks)) add([.. path, issuer], false, _distances[issuer]);
    }

    /// <summary>
    /// The candidates for the issuer of the last one, the likeliest first. A name and key that is on the path already
    /// would only lead around (RFC 4158 section 2.4.2).
    /// </summary>
    private IEnumerable<DerCertificate> IssuersOf(
        IReadOnlyList<DerCertificate> path, IEnumerable<DerCertificate> candidates)
    {
        DerCertificate last = path[path.Count - 1];
        return candidates
            .Where(one => one.SubjectKey == last.IssuerKey
                && !path.Any(passed => passed.Pin == one.Pin && passed.SubjectKey == one.SubjectKey))
            .OrderBy(one => CertificateOrder.Fit(last, one))
            .ThenBy(one => one, CertificateOrder.At(_time));
    }

    /// <summary>
    /// How many steps each certificate is away from an anchor, found from the anchors down, so that no crowd of
    /// certificates that lead nowhere is searched through.
    /// </summary>
    private Dictionary<DerCertificate, int> MeasureDistances()
    {
        var distances = new Dictionary<DerCertificate, int>();
        var names = new HashSet<string>(_others.Select(one => one.IssuerKey));
        List<DerCertificate> frontier = [.. _anchors.Where(group => names.Contains(group.Key)).SelectMany(one => one)];
        for (int distance = 1; frontier.Count > 0; distance++)
        {
            ILookup<string, DerCertificate> issuers = frontier.ToLookup(one => one.SubjectKey);
            frontier = [.. _others.Where(one => !distances.ContainsKey(one)
                && IssuersOf([one], issuers[one.IssuerKey])
                    .Any(issuer => CanSign(one, issuer, MaxChecksFromAnchors)))];
            foreach (DerCertificate reached in frontier) distances[reached] = distance;
        }

        return distances;
    }

    private bool CanSign(DerCertificate certificate, DerCertificate issuer, int maxChecks)
    {
        if (_checked.TryGetValue((certificate, issuer.Pin), out bool known)) return known;
        _cancel.ThrowIfCancellationRequested();
        if (_checked.Count >= maxChecks)
        {
            IsCutShort = true;
            return false;
        }

        return _checked[(certificate, issuer.Pin)] = CertificateSignature.Verify(certificate, issuer) != false;
    }
}
