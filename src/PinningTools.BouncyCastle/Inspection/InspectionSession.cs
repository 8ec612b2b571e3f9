using System;
using System.IO;
using Org.BouncyCastle.Tls;

namespace PinningTools.Internal;

/// <summary>
/// One handshake as bytes in and bytes out. Each record is counted before the library gets it, alone; what the library's
/// end means is decided here.
/// </summary>
internal sealed class InspectionSession
{
    private readonly InspectionOffer _offer;
    private readonly HandshakeBudget _budget = new();
    private readonly HandshakeNotes _notes = new();
    private readonly RecordBuffer _records = new();
    private readonly InspectionClient _client;
    private readonly InspectionProtocol _protocol;
    private InspectionFailure? _failure;

    internal InspectionSession(InspectionOffer offer)
    {
        _offer = offer;
        _client = new InspectionClient(offer, _notes);
        _protocol = new InspectionProtocol(_notes, _budget);
    }

    /// <summary>Whether what has been read is all that will be read.</summary>
    internal bool IsDone { get; private set; }

    /// <summary>Where to read to.</summary>
    internal ArraySegment<byte> Free => _records.Free;

    /// <summary>The hello.</summary>
    internal byte[] Begin()
    {
        _protocol.Connect(_client);
        return Output();
    }

    /// <summary>Notes that bytes were read, and says whether there is work.</summary>
    /// <exception cref="InspectionFailure">It is too much, or not TLS.</exception>
    internal bool Add(int count)
    {
        _budget.AddBytes(count);
        _records.Add(count);
        return _records.HasRecord;
    }

    /// <summary>Does the work that there is, and returns what is to be sent.</summary>
    internal byte[] Work()
    {
        try
        {
            while (!_notes.IsComplete && _records.HasRecord)
            {
                byte[] record = _records.TakeRecord();
                _budget.AddRecord(record[0], record.Length - RecordBuffer.HeaderBytes);
                _protocol.OfferInput(record, 0, record.Length);
            }

            IsDone = _notes.IsComplete;
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
        if (!IsDone && _notes.Presented is null)
            throw error as IOException ?? (Exception)new InspectionFailure(
                VerdictReason.ConnectionClosed, "the server closed the connection.", error);
        _notes.NoteEnd(error);
        return Result();
    }

    /// <exception cref="InspectionFailure">Nothing was shown, or the server broke a rule or a limit.</exception>
    internal InspectedServer Result() => _failure is { } failure ? throw failure : _notes.ToServer();

    private byte[] Output()
    {
        byte[] output = new byte[_protocol.GetAvailableOutputBytes()];
        _protocol.ReadOutput(output, 0, output.Length);
        return output;
    }

    /// <summary>What an error means; null if what was shown, and perhaps proven, stands.</summary>
    private InspectionFailure? FailureOf(Exception error)
    {
        // The library wraps what is thrown inside it.
        for (Exception? cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is InspectionFailure own) return own;
            if (cause is BeyondLimitException) error = cause;
        }

        if (error is not TlsFatalAlertReceived)
        {
            if (InspectionErrors.IsForgery(error)) return InspectionErrors.Forged(_protocol.IsReadingSignature, error);
            // A record, and not what the library can do with a message: it was changed, or breaks a rule.
            if (!_protocol.IsReadingMessage) return InspectionErrors.Ended(error, _offer);
        }

        if (_notes.Presented is null) return InspectionErrors.Ended(error, _offer);
        _notes.NoteEnd(error);
        return null;
    }
}
