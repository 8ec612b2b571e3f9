using System;
using System.IO;
using System.Threading.Tasks;
using PinningTools.Testing;

namespace PinningTools.Tests.Integration;

/// <summary>INN's server for readers, which takes connections by itself.</summary>
internal static class NewsServer
{
    private const string Keeper = "news";

    internal static async Task<Daemon> StartAsync(TestCertificate certificate)
    {
        Daemon daemon = Daemon.Of("nnrpd");
        daemon.Write(certificate);
        string user = Environment.IsPrivilegedProcess ? Keeper : Environment.UserName;
        string configuration = daemon.Write("inn.conf", $"""
            mta: "/bin/true %s"
            domain: example
            fromhost: news.example
            pathhost: news.example
            hismethod: hisv6
            ovmethod: tradindexed
            nnrpdloadlimit: 0
            pathnews: {Path.GetFullPath(daemon.Beside(".."))}
            pathdb: {daemon.PathOf("db")}
            pathetc: {daemon.PathOf("etc")}
            pathlog: {daemon.PathOf("log")}
            pathrun: {daemon.PathOf("run")}
            pathtmp: {daemon.PathOf("tmp")}
            pathspool: {daemon.PathOf("spool")}
            tlscapath: {daemon.Folder}
            tlscertfile: {daemon.PathOf("cert.pem")}
            tlskeyfile: {daemon.PathOf("key.pem")}
            runasuser: {user}
            runasgroup: {user}

            """);
        daemon.Write("etc/readers.conf", """
            auth "all" { hosts: "*" default: "<any>" }
            access "all" { users: "*" newsgroups: "*" access: R }

            """);
        daemon.Write("etc/storage.conf", "method tradspool { newsgroups: * class: 0 }\n");
        foreach (string name in new[] { "db/active", "db/active.times", "db/newsgroups", "db/history" })
            daemon.Write(name, "");
        foreach (string name in new[] { "log", "run", "tmp", "spool/overview" })
            Directory.CreateDirectory(daemon.PathOf(name));
        await daemon.GiveToAsync(Keeper);
        daemon.KeepSecret("key.pem");
        string variable = $"INNCONF={configuration}";
        // Reads articles from its input, of which there are none, and makes an index for them.
        string[] index = [daemon.Beside("overchan"), "/dev/null"];
        await Daemon.RunAsync("env", [variable, .. Daemon.As(Keeper), .. index]);
        return await daemon.StartAsync(
            ["-D", "-f", "-b", "127.0.0.1", "-p", $"{daemon.Port}"], user: Keeper, variable: variable);
    }
}
