using System;
using System.IO;
using Org.BouncyCastle.Tls;

namespace PinningTools.Internal;

/// <summary>
/// One handshake as bytes in and bytes out. Its records are cut and counted here, and each is given to the library
/// alone; what the library's end means is decided here.
/// </summary>
internal sealed class InspectionSession
{
    private const int HeaderBytes = 5;
    private const byte TlsMajor = 3;

    private readonly InspectionOffer _offer;
    private readonly HandshakeBudget _budget = new();
    private readonly HandshakeNotes _notes = new();
    private readonly InspectionClient _client;
    private readonly InspectionProtocol _protocol;
    private byte[] _pending = [];
    private InspectionFailure? _failure;

    internal InspectionSession(InspectionOffer offer)
    {
        _offer = offer;
        _client = new InspectionClient(offer, _notes);
        _protocol = new InspectionProtocol(_notes, _budget);
    }

    /// <summary>Whether what has been read is all that will be read.</summary>
    internal bool IsDone { get; private set; }

    /// <summary>The hello.</summary>
    internal byte[] Begin()
    {
        _protocol.Connect(_client);
        return Output();
    }

    /// <summary>Reads what arrived, and returns what is to be sent.</summary>
    internal byte[] Take(byte[] data, int count)
    {
        try
        {
            _budget.AddBytes(count);
            Append(data, count);
            while (!IsDone && NextRecord() is { } record)
            {
                _budget.AddRecord(record[0], record.Length - HeaderBytes);
                _protocol.OfferInput(record, 0, record.Length);
                IsDone = _notes.IsComplete;
            }

            if (IsDone) _protocol.Close();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            IsDone = true;
            _failure = FailureOf(error);
        }

        return Output();
    }

    /// <summary>The server or the transport ended it.</summary>
    /// <exception cref="InspectionFailure">Nothing was shown.</exception>
    /// <exception cref="IOException">The transport failed before anything was shown.</exception>
    internal InspectedServer EndBy(Exception? error)
    {
        if (IsDone || _notes.Presented is not null) return Result();
        if (error is IOException) throw error;
        throw new InspectionFailure(VerdictReason.ConnectionClosed, "the server closed the connection.", error);
    }

    /// <exception cref="InspectionFailure">Nothing was shown, or the server broke a rule or a limit.</exception>
    internal InspectedServer Result() => _failure is { } failure ? throw failure : _notes.ToServer();

    private void Append(byte[] data, int count)
    {
        byte[] joined = new byte[_pending.Length + count];
        Buffer.BlockCopy(_pending, 0, joined, 0, _pending.Length);
        Buffer.BlockCopy(data, 0, joined, _pending.Length, count);
        _pending = joined;
    }

    private byte[]? NextRecord()
    {
        bool isFirst = _budget.Records == 0;
        if (isFirst && _pending.Length > 0 && _pending[0] is not ((byte)ContentType.alert or (byte)ContentType.handshake)) throw NotTls();
        if (isFirst && _pending.Length > 1 && _pending[1] != TlsMajor) throw NotTls();
        if (_pending.Length < HeaderBytes) return null;
        int length = HeaderBytes + ((_pending[3] << 8) | _pending[4]);
        if (_pending.Length < length) return null;
        byte[] record = new byte[length];
        Buffer.BlockCopy(_pending, 0, record, 0, length);
        byte[] rest = new byte[_pending.Length - length];
        Buffer.BlockCopy(_pending, length, rest, 0, rest.Length);
        _pending = rest;
        return record;
    }

    private static InspectionFailure NotTls() =>
        new(VerdictReason.NotTls, "the server does not speak TLS on this port.");

    private byte[] Output()
    {
        byte[] output = new byte[_protocol.GetAvailableOutputBytes()];
        _protocol.ReadOutput(output, 0, output.Length);
        return output;
    }

    /// <summary>What an error means: null if what was shown, and perhaps proven, stands.</summary>
    private InspectionFailure? FailureOf(Exception error)
    {
        for (Exception? cause = error; cause is not null; cause = cause.InnerException)
            if (cause is InspectionFailure own) return own;
        if (error is TlsFatalAlert { AlertDescription: AlertDescription.decrypt_error or AlertDescription.bad_record_mac })
            return _protocol.IsReadingSignature
                ? new InspectionFailure(
                    VerdictReason.HandshakeSignatureInvalid,
                    "the signature by which the server proves that it holds the key of its certificate does not verify.", error)
                : new InspectionFailure(
                    VerdictReason.ProtocolViolation,
                    "the server's Finished, or the protection of a record, does not verify.", error);
        if (_notes.Presented is not null)
        {
            _notes.NoteEnd(error);
            return null;
        }

        if (error is TlsFatalAlertReceived received) return InspectionErrors.Refused(received.AlertDescription, _offer, error);
        return InspectionErrors.Broken(error);
    }
}
