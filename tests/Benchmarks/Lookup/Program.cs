using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using PinningTools;
using PinningTools.Internal;

// The same mix of hosts (exact, below one label, below many, unknown) is looked up in stores of increasing size, and
// compared with the code one would write without a store: iterating over all patterns. The last column must stay near
// 1.
const int Hosts = 2_000;
const int Rounds = 21;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.WriteLine("     sets   find, ns   scan, ns   read, ms   find against 10 sets");
double? first = null;
foreach (int size in new[] { 10, 100, 1_000, 10_000 })
{
    PinSet[] sets = [.. Enumerable.Range(0, size).Select(MakeSet)];
    var store = new PinStore(sets);
    HostName[] hosts = [.. Enumerable.Range(0, Hosts).Select(i => HostName.Parse(HostFor(i, size)))];
    string text = PinStoreJson.Write(store);

    double find = Measure(Hosts, () => hosts.Count(host => store.Find(host, 443) is not null));
    HostName[] few = [.. hosts.Take(Math.Max(8, Hosts / size))];
    double scan = Measure(few.Length, () => few.Count(host => sets.Any(set => set.Hosts.Matches(host, 443))));
    double read = Measure(1, () => PinStoreJson.Read(text, "benchmark").Count) / 1e6;
    first ??= find;
    Console.WriteLine($"{size,9:N0} {find,10:N0} {scan,10:N0} {read,10:N2} {find / first,10:N2}");
}

// The median, in nanoseconds for each of count things; the first rounds warm up.
static double Measure(int count, Func<int> work)
{
    var times = new List<double>();
    for (int round = 0; round < Rounds; round++)
    {
        long start = Stopwatch.GetTimestamp();
        GC.KeepAlive(work());
        times.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds / count);
    }

    return times.Skip(Rounds / 3).Order().ElementAt((Rounds - (Rounds / 3)) / 2);
}

static PinSet MakeSet(int i)
{
    string prefix = (i % 3) switch { 0 => "", 1 => "*.", _ => "**." };
    return new PinSet(HostPattern.Parse($"{prefix}h{i}.example.com"))
    {
        Pins = [.. new[] { "leaf", "backup" }.Select(
            name => new PinSetPin(SpkiPin.FromHash(SHA256.HashData(Encoding.UTF8.GetBytes(name + i)))))],
    };
}

static string HostFor(int i, int size) => (i % 4) switch
{
    0 => $"h{i % size / 3 * 3}.example.com",
    1 => $"www.h{(i % size / 3 * 3) + 1}.example.com",
    2 => $"a.b.c.h{(i % size / 3 * 3) + 2}.example.com",
    _ => $"unknown{i}.example.org",
};
