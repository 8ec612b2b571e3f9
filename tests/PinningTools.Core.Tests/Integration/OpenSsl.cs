using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Threading.Tasks;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.Integration;

/// <summary>The pin of a server as the openssl program has it, by the way that every handbook shows.</summary>
internal static class OpenSsl
{
    internal static string Program
    {
        get
        {
            string? found = Tool.Find("openssl");
            Skip.If(found is null, "openssl is not installed.");
            return found;
        }
    }

    /// <summary>
    /// openssl s_client -starttls … | openssl x509 -pubkey | openssl pkey -pubin -outform der | sha256 | base64.
    /// </summary>
    internal static async Task<string> PinOfAsync(int port, string? startTls = null, params string[] more)
    {
        IEnumerable<string> upgrade = startTls is null ? [] : ["-starttls", startTls, "-xmpphost", "localhost"];
        ToolResult client = await Tool.RunAsync(
            Program, ["s_client", "-connect", $"127.0.0.1:{port}", "-servername", "localhost", .. upgrade, .. more],
            input: "");
        return await PinOfAsync(client.Output);
    }

    internal static async Task<string> PinOfAsync(string certificatePem)
    {
        ToolResult key = await Tool.RunAsync(Program, ["x509", "-pubkey", "-noout"], certificatePem);
        ToolResult der = await Tool.RunAsync(Program, ["pkey", "-pubin", "-outform", "der"], key.Output);
        Assert.True(der.ExitCode == 0, key.Error + der.Error);
        return "sha256/" + Convert.ToBase64String(SHA256.HashData(der.OutputBytes));
    }
}
