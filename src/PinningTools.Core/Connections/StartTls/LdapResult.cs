using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// The result in an extended response: RFC 4511 sections 4.1.9 (result), 4.1.10 (referral) and 4.12. The elements after
/// the text are optional and accepted in any order.
/// </summary>
internal sealed class LdapResult
{
    private const byte Enumerated = 0x0A;
    private const byte OctetString = 0x04;
    private const byte Referral = 0xA3;
    private const byte ResponseName = 0x8A;
    private const int Success = 0;
    private const int ReferralCode = 10;

    /// <summary>Notice of Disconnection: section 4.4.1.</summary>
    private const string DisconnectionOid = "1.3.6.1.4.1.1466.20036";

    /// <summary>The codes of RFC 4511 section 4.1.9 that this operation can return.</summary>
    private static readonly Dictionary<long, string> s_names = new()
    {
        [1] = "operationsError",
        [2] = "protocolError",
        [3] = "timeLimitExceeded",
        [7] = "authMethodNotSupported",
        [8] = "strongerAuthRequired",
        [ReferralCode] = "referral",
        [11] = "adminLimitExceeded",
        [12] = "unavailableCriticalExtension",
        [13] = "confidentialityRequired",
        [14] = "saslBindInProgress",
        [49] = "invalidCredentials",
        [50] = "insufficientAccessRights",
        [51] = "busy",
        [52] = "unavailable",
        [53] = "unwillingToPerform",
        [54] = "loopDetect",
        [80] = "other",
    };

    private readonly List<string> _referrals = [];
    private readonly long _code;
    private readonly string _words;
    private string _name = "";

    private LdapResult(long code, string words)
    {
        _code = code;
        _words = words;
    }

    internal bool IsSuccess => _code == Success;

    internal bool IsDisconnection => _name == DisconnectionOid;

    /// <summary>Null if it is not a valid one.</summary>
    internal static LdapResult? Read(LdapReader response)
    {
        if (!response.TryEnter(Enumerated, out LdapReader? code) || code.ToNumber() is not { } number
            || !response.TryEnter(OctetString, out _) || !response.TryEnter(OctetString, out LdapReader? words))
            return null;
        var result = new LdapResult(number, words.ToText());
        while (response.Length > 0)
        {
            if (!response.TryEnter(out byte tag, out LdapReader? more)) return null;
            if (tag == ResponseName) result._name = more.ToText();
            while (tag == Referral && more.Length > 0)
            {
                if (!more.TryEnter(OctetString, out LdapReader? uri)) return null;
                result._referrals.Add(uri.ToText());
            }
        }

        return result;
    }

    internal PreludeException Refusal()
    {
        string name = s_names.TryGetValue(_code, out string? known) ? $"{known} ({_code})" : $"result {_code}";
        if (IsDisconnection) name = $"with a notice of disconnection, {name}";
        if (_referrals.Count > 0) name += " to " + string.Join(", ", _referrals.Select(PreludeException.Quote));
        return StartTlsRefusal.Refused(name, _words, Advice);
    }

    private string? Advice => _code switch
    {
        1 => "The server expects its operations in another order. Look in its log.",
        2 => "The server does not know StartTLS. Turn TLS on in the server, or check its port for LDAP over TLS (636).",
        ReferralCode => "Check the server that it refers to.",
        51 or 52 => "Turn TLS on in the server and give it a certificate. If it is only busy, try again later.",
        _ => null,
    };
}
