using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Org.BouncyCastle.Tls;
using PinningTools.Internal;
using PinningTools.Tests.Inspection;

namespace PinningTools.Fuzz;

/// <summary>
/// What a server answers to the hello of an inspection: as records, and as messages in whole records after a true
/// hello. No answer here is to that hello, so that a proof would be a finding.
/// </summary>
internal static class InspectionTargets
{
    private const int HeaderBytes = 5;
    private const byte Handshake = 22;

    private static readonly InspectionOffer s_offer = new(HostName.Parse("host.example"));

    private static readonly byte[][] s_words =
    [
        .. FuzzWords.Tags,
        [21, 3, 3, 0, 2, 1, 90], [21, 3, 3, 0, 2, 2, 40], [20, 3, 3, 0, 1, 1], [22, 3, 3, 0, 4, 0, 0, 0, 0],
        [22, 3, 3, 0, 4, 14, 0, 0, 0], [23, 3, 3, 0, 0], [11, 0, 0, 0], [12, 0, 0, 0], [13, 0, 0, 0], [14, 0, 0, 0],
        [0xFF, 0xFF, 0xFF], [0, 0, 0], [0x0D, 0x00], [0x00, 0x2B], [0x00, 0x33], [0x13, 0x01],
    ];

    internal static IEnumerable<FuzzTarget> All()
    {
        var flights = new List<byte[]>();
        foreach (BouncyChoices choices in Servers())
        {
            byte[] flight = FlightOf(choices);
            flights.Add(flight);
            if (choices.Version == ProtocolVersion.TLSv13) continue;
            int hello = HeaderBytes + ((flight[3] << 8) | flight[4]);
            byte[] start = flight[..hello];
            yield return new FuzzTarget(
                "InspectionMessages", [Messages(flight[hello..])], s_words, input => Inspect([.. start, .. Records(input)]));
        }

        yield return new FuzzTarget("InspectionRecords", flights, s_words, Inspect);
        byte[] rc4 = OfRc4(FlightOf(BouncyChoices.Of("rsa1024", ProtocolVersion.TLSv10, CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA)));
        byte[] finished = [20, 3, 1, 0, 1, 1, Handshake, 3, 1, 0, 36, .. new byte[36]];
        yield return new FuzzTarget(
            "InspectionRc4Records", [finished], s_words, input => Inspect([.. rc4, .. input], s_offer.LastResort!));
    }

    /// <summary>The same flight with RC4 as the suite of its hello, which has no extensions then.</summary>
    private static byte[] OfRc4(byte[] flight)
    {
        const int SessionAt = HeaderBytes + 4 + 2 + 32;
        int end = HeaderBytes + ((flight[3] << 8) | flight[4]);
        byte[] hello = [.. flight[(HeaderBytes + 4)..SessionAt], 0, 0, CipherSuite.TLS_RSA_WITH_RC4_128_SHA, 0];
        // BC's server puts each message into a record of its own.
        return [Handshake, 3, 1, 0, (byte)(hello.Length + 4), 2, 0, 0, (byte)hello.Length, .. hello, .. flight[end..]];
    }

    private static IEnumerable<BouncyChoices> Servers()
    {
        SignatureAndHashAlgorithm rsa = SignatureAndHashAlgorithm.rsa_pss_rsae_sha256;
        SignatureAndHashAlgorithm ecdsa =
            SignatureAndHashAlgorithm.GetInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa);
        yield return BouncyChoices.Of("rsa1024", ProtocolVersion.TLSv10, CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA)
            with { WantsClientCertificate = true };
        yield return BouncyChoices.Of("rsa1024", ProtocolVersion.TLSv12, CipherSuite.TLS_DHE_RSA_WITH_AES_128_CBC_SHA, rsa);
        yield return BouncyChoices.Of(
            "secp256r1", ProtocolVersion.TLSv12, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, ecdsa)
            with { WantsClientCertificate = true };
        yield return BouncyChoices.Of(
            "ed25519", ProtocolVersion.TLSv12, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, SignatureAndHashAlgorithm.ed25519);
        yield return BouncyChoices.Of("secp256r1", ProtocolVersion.TLSv13, CipherSuite.TLS_AES_128_GCM_SHA256, ecdsa);
    }

    /// <summary>The first flight to the hello of an inspection that ends there.</summary>
    private static byte[] FlightOf(BouncyChoices choices)
    {
        var said = new ScriptStream([]);
        try
        {
            Run(said, s_offer);
        }
        catch (InspectionFailure)
        {
            // It ended.
        }

        using BouncyServer server = BouncyServer.Start(choices);
        return FirstFlight.OfAsync(server.Port, said.Written).GetAwaiter().GetResult();
    }

    private static void Inspect(byte[] input) => Inspect(input, s_offer);

    private static void Inspect(byte[] input, InspectionOffer offer)
    {
        try
        {
            InspectedServer seen = Run(new ScriptStream(input), offer);
            if (seen.Proof != HandshakeProof.None || seen.IsNegotiationProven)
                throw new InvalidOperationException($"proven by {seen.Proof}");
        }
        catch (InspectionFailure failure) when (failure.Message.EndsWith("does not verify.", StringComparison.Ordinal))
        {
            // All was read, up to what only the holder of the key can make: the signature over the random number of this
            // hello, or a record under the keys of this handshake.
        }
        catch (InspectionFailure failure)
        {
            throw new PinningException(Faults.HandshakeFailed("fuzz", failure.Message), failure);
        }
    }

    private static InspectedServer Run(Stream stream, InspectionOffer offer) =>
        LateLibrary.Create<IInspectionHandshake>("InspectionHandshake")
            .ReadAsync(stream, offer, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>The contents of the records, one after the other.</summary>
    private static byte[] Messages(byte[] records)
    {
        var messages = new List<byte>();
        for (int at = 0; at < records.Length;)
        {
            int length = (records[at + 3] << 8) | records[at + 4];
            messages.AddRange(records.AsSpan(at + HeaderBytes, length));
            at += HeaderBytes + length;
        }

        return [.. messages];
    }

    private static IEnumerable<byte> Records(byte[] messages)
    {
        const int Most = 1 << 14;
        for (int at = 0; at < messages.Length; at += Most)
        {
            int length = Math.Min(Most, messages.Length - at);
            foreach (byte one in (byte[])[Handshake, 3, 3, (byte)(length >> 8), (byte)length, .. messages[at..(at + length)]])
                yield return one;
        }
    }

    /// <summary>Says what it is given, hears nothing, and ends.</summary>
    private sealed class ScriptStream(byte[] said) : MemoryStream(said, writable: false)
    {
        private readonly MemoryStream _written = new();

        internal byte[] Written => _written.ToArray();

        public override bool CanWrite => true;

        public override void Write(byte[] buffer, int offset, int count) => _written.Write(buffer, offset, count);

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            Write(buffer, offset, count);
            return Task.CompletedTask;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) _written.Dispose();
            base.Dispose(disposing);
        }
    }
}
