using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;

namespace PinningTools.Tests.Support;

/// <summary>Checks in a process that has taken all its file handles but a few.</summary>
internal static class Starved
{
    private const int MostLeft = 16;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>Writes the reason of each verdict, by host and by how many handles there were.</summary>
    internal static async Task RunAsync(int port, string pin, string anchor)
    {
        var policy = new PinPolicy
        {
            Pins = [SpkiPin.Parse(pin)],
            Trust = TrustSettings.FromAnchors([.. CertificateFile.Read(File.OpenRead(anchor), anchor)
                .Select(item => item.Certificate!)]),
        };
        // A pool that grows needs handles, and a runtime that cannot have them ends the process.
        const int Threads = 16;
        ThreadPool.SetMinThreads(Threads, Threads);
        using var all = new Barrier(Threads);
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Run(() => all.SignalAndWait(s_patience))));
        // The first call needs additional handles, for assemblies and for files that the platform reads once.
        await TellAsync("warm");
        for (int left = 0; left <= MostLeft; left++)
        {
            Stack<FileStream> taken = TakeAll(anchor);
            for (int i = 0; i < left; i++) taken.Pop().Dispose();
            string[] told = [await ReasonAsync("localhost"), await ReasonAsync("127.0.0.1")];
            foreach (FileStream file in taken) file.Dispose();
            Console.WriteLine($"localhost-{left} {told[0]}\n127.0.0.1-{left} {told[1]}");
        }

        async Task TellAsync(string name) => Console.WriteLine($"{name} {await ReasonAsync("localhost")}");

        async Task<string> ReasonAsync(string host)
        {
            PinVerdict verdict = await PinChecker.CheckAsync(
                new PinCheck(
                    TlsTarget.Parse(host, port, serverName: "localhost"), policy,
                    new ConnectionOptions { Timeout = TimeSpan.FromMinutes(1) }),
                default);
            return verdict.Reason.ToString();
        }
    }

    private static Stack<FileStream> TakeAll(string file)
    {
        var taken = new Stack<FileStream>();
        try
        {
            while (true) taken.Push(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1));
        }
        catch (IOException)
        {
            return taken;
        }
    }
}
