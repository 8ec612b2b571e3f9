using System;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Tests.Checks;
using PinningTools.Tests.Files;
using PinningTools.Tests.Verification;

namespace PinningTools.Tests.Support;

/// <summary>What the test assembly does when a test starts it as a process of its own.</summary>
internal static class ChildProgram
{
    private const string Pin = "sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=";

    internal static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["add", string path, string name, string count]:
                int updates = int.Parse(count, CultureInfo.InvariantCulture);
                for (int i = 0; i < updates; i++) await AddAsync(path, $"h{i}.{name}.example");
                return 0;
            case ["rewrite", string path]:
                for (long i = 0; ; i++) await RewriteAsync(path, i);
            case ["hold", string path]:
                using (await FileLock.TakeAsync(path + ".lock", TimeSpan.Zero, CancellationToken.None))
                {
                    File.WriteAllText(path + ".held", "");
                    await Task.Delay(Timeout.Infinite);
                }

                return 0;
            case ["wait", string path, string name]:
                using (await FileLock.TakeAsync(path + ".lock", TimeSpan.FromHours(3), CancellationToken.None))
                    File.AppendAllLines(path + ".order", [name]);
                return 0;
            case ["nights", string path]:
                await NightsProgram.RunAsync(path);
                return 0;
            case ["full", string path, string what]:
                return await NightsProgram.FillAsync(path, what);
            case ["fill", string path]:
                try
                {
                    await RewriteAsync(path, 0);
                    return 1;
                }
                catch (PinningException error)
                {
                    Console.WriteLine(error.Fault.Id);
                    return 0;
                }

            case ["judge", string folder, string pin]:
                foreach (string file in Directory.GetFiles(folder, "*.pem"))
                    Console.WriteLine(Offline.Facts(await Offline.CheckAsync(file, pin)).Replace('\n', '\t'));
                return 0;

            case ["starve", string port, string pin, string anchor]:
                await Starved.RunAsync(int.Parse(port, CultureInfo.InvariantCulture), pin, anchor);
                return 0;
            case ["leave", string how]:
                LoopbackGuardTests.Leave(how);
                return 0;
            case ["save", string way, string path]:
                Console.WriteLine(await WriteErrorTests.SaveAsync(way, path));
                return 0;

            default:
                return 2;
        }
    }

    private static Task AddAsync(string path, string host) => PinStoreFile.UpdateAsync(path, store =>
    {
        store.Add(SetFor(host));
        return true;
    }, CancellationToken.None);

    private static Task RewriteAsync(string path, long round) => PinStoreFile.UpdateAsync(path, store =>
    {
        for (int i = 0; i < 500; i++)
            store.Put(SetFor($"h{i}.example") with { Note = round.ToString(CultureInfo.InvariantCulture) });
        return true;
    }, CancellationToken.None);

    private static PinSet SetFor(string host) =>
        new(HostPattern.Parse(host)) { Pins = [new PinSetPin(SpkiPin.Parse(Pin))] };
}
