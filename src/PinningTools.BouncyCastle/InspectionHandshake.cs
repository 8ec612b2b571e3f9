using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

internal sealed class InspectionHandshake : IInspectionHandshake
{
    public Task<InspectedServer> ReadAsync(Stream transport, InspectionOffer offer, CancellationToken cancel) =>
        throw new NotImplementedException(typeof(Org.BouncyCastle.Tls.TlsClientProtocol).FullName);
}
