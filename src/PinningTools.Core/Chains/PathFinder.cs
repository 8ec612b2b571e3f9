using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace PinningTools.Internal;

/// <summary>
/// Finds the paths from a leaf to a trust anchor that names, key identifiers and signatures allow (RFC 4158). Paths in
/// which every certificate fits its place come first, and shorter paths before longer ones. The result depends on which
/// certificates there are and never on their order. A path is only a proposal; the platform decides whether it is
/// valid. The search has limits, because a peer can send certificates that would take forever to search, and it can be
/// cancelled between any two steps.
/// </summary>
internal sealed class PathFinder
{
    private const int MaxSignatureChecks = 512;

    /// <summary>The search from the anchors leaves some checks for the search from the leaf.</summary>
    private const int MaxChecksFromAnchors = 384;

    private const int MaxSteps = 2048;

    /// <summary>
    /// What a certificate that does not fit adds to the length of a path; it is more than the length of any path.
    /// </summary>
    private const int DefectLength = 1024;

    private readonly DerCertificate _leaf;
    private readonly DateTime _time;
    private readonly CancellationToken _cancel;
    private readonly DerCertificate[] _others;
    private readonly ILookup<string, DerCertificate> _anchors;
    private readonly Dictionary<(DerCertificate, SpkiPin), bool> _checked = [];
    private Dictionary<DerCertificate, int>? _distances;

    /// <param name="leaf">The leaf, with which the paths begin.</param>
    /// <param name="others">The certificates that may be in between; the leaf and anchors may be among them.</param>
    /// <param name="anchors">The anchors, in which the paths end.</param>
    /// <param name="time">The time at which the paths should be valid; it determines which are tried first.</param>
    /// <param name="cancel">Stops the search.</param>
    internal PathFinder(
        DerCertificate leaf, IEnumerable<DerCertificate> others, AnchorSet anchors, DateTime time,
        CancellationToken cancel)
    {
        _leaf = leaf;
        _time = time;
        _cancel = cancel;
        _anchors = anchors.BySubject;
        _others = CertificateOrder.Distinct(
            others.Where(one => !one.HasSameBytes(leaf) && !_anchors[one.SubjectKey].Any(one.HasSameBytes)));
    }

    /// <summary>Whether a limit ended the search before all paths were found.</summary>
    internal bool IsCutShort { get; private set; }

    /// <summary>The paths, each with the leaf first and the anchor last; the most likely path comes first.</summary>
    internal IEnumerable<IReadOnlyList<DerCertificate>> Find()
    {
        // Ordered by the minimum length that the path will have when it reaches an anchor.
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

    /// <summary>
    /// The longest partial path whose signatures verify, if none leads to an anchor; at least the leaf.
    /// </summary>
    internal IReadOnlyList<DerCertificate> FindFragment()
    {
        List<DerCertificate> path = [_leaf];
        // A root that is not an anchor explains more than a missing issuer.
        while (IssuersOf(path, _others)
            .OrderBy(issuer => issuer.IsSelfIssued ? 0 : 1)
            .FirstOrDefault(issuer => CanSign(path[path.Count - 1], issuer, MaxSignatureChecks)) is { } next)
            path.Add(next);
        return path;
    }

    /// <summary>Extends a path by one certificate, in every possible way.</summary>
    private void Extend(DerCertificate[] path, Action<DerCertificate[], bool, int> add)
    {
        DerCertificate last = path[path.Length - 1];
        foreach (DerCertificate anchor in IssuersOf(path, _anchors[last.IssuerKey]))
            if (CanSign(last, anchor, MaxSignatureChecks)) add([.. path, anchor], true, 0);
        // Certificates that do not lead to an anchor are not included.
        _distances ??= MeasureDistances();
        foreach (DerCertificate issuer in IssuersOf(path, _others.Where(_distances.ContainsKey)))
            if (CanSign(last, issuer, MaxSignatureChecks)) add([.. path, issuer], false, _distances[issuer]);
    }

    /// <summary>
    /// The candidates for the issuer of the last certificate, the most likely first. A name and key that is already on
    /// the path would only form a loop (RFC 4158 section 2.4.2).
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
    /// How many steps each certificate is away from an anchor, computed from the anchors down, so that the search skips
    /// certificates that lead nowhere, however many there are.
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
