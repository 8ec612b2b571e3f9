using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>What a file without certificates, requests and keys is instead, and the advice for it.</summary>
/// <param name="Name">With its article, for a message.</param>
/// <param name="Advice">The way out.</param>
internal sealed record SeenForm(string Name, string Advice)
{
    private const string Export = "Export only the certificate, as PEM or DER.";
    private const string SshAdvice =
        "An SSH key is not a TLS key, but 'ssh-keygen -e -m PKCS8 -f FILE' writes its public key as PEM.";
    private const string JsonAdvice = "Give only the text of its certificate, as PEM.";
    private const string CertificateAdvice =
        "Give the file of the certificate. In PEM it begins with -----BEGIN CERTIFICATE-----.";
    private const string Download = "Download the file again, and look at what the server actually sent.";

    private static readonly (string Hex, SeenForm Form)[] s_bytes =
    [
        ("FEEDFEED", Keystore("a Java keystore (JKS)")),
        ("CECECECE", Keystore("a Java keystore (JCEKS)")),
        ("0000000043455254", new("a serialized certificate store of Windows (.sst)",
            "Open it with certmgr.msc, or import it with Import-Certificate, and export the certificates from there.")),
        ("1EF1B5B0", new("a private key in Microsoft's old PVK format", "Convert it with 'openssl rsa -inform PVK'.")),
        ("504B0304", new("a ZIP archive", "Unpack it and give the file in it.")),
        ("1F8B", new("compressed with gzip", "Decompress it first.")),
        ("62706C697374", new("a binary property list", Export)),
        ("25504446", new("a PDF document", Export)),
        ("D0CF11E0", new("a file of an Office program or an installer", Export)),
        ("4D5A", new("a program for Windows",
            "The certificate that signed it comes from '(Get-AuthenticodeSignature FILE).SignerCertificate'.")),
    ];

    private static readonly (string Start, SeenForm Form)[] s_texts =
    [
        ("ssh-", new("an OpenSSH public key", SshAdvice)),
        ("ecdsa-sha2-", new("an OpenSSH public key", SshAdvice)),
        ("PuTTY-User-Key-File", new("a PuTTY key", "Export it with PuTTYgen as an OpenSSH key. " + SshAdvice)),
        ("<!DOCTYPE html", new("a web page", Download)),
        ("<html", new("a web page", Download)),
        ("<", new("XML", "Give only the base64 in its X509Certificate element.")),
        ("{", new("JSON", JsonAdvice)),
        ("[{", new("JSON", JsonAdvice)),
        ("[\"", new("JSON", JsonAdvice)),
        ("sha256/", new("a list of pins", "Give them as -Pin, or read them with Import-PinSet.")),
        ("pin-sha256", new("a list of pins", "Give them as -Pin, or read them with Import-PinSet.")),
        ("data:", new("a data URI", "Give only what follows 'base64,'.")),
        ("dn:", new("an LDIF entry", "Give only the value of its userCertificate or cACertificate, in base64.")),
        ("Windows Registry Editor", new("an export of the registry", Export)),
        ("00000000: 30", HexDump),
        ("0000  30", HexDump),
        ("3082", HexDump),
        ("30:82", HexDump),
        ("30 82", HexDump),
    ];

    private static SeenForm HexDump => new(
        "written in hexadecimal", "Convert it to DER with 'xxd -r -p' or with 'certutil -decodehex'.");

    /// <summary>A list that revokes certificates and contains none.</summary>
    internal static SeenForm RevocationList { get; } = new(
        "a certificate revocation list (CRL)", "Give the certificate of the authority that issued it.");

    private static SeenForm PrivateKey { get; } = new("a private key", CertificateAdvice);

    private static SeenForm PublicKey { get; } = new("a public key", CertificateAdvice);

    private static SeenForm Request { get; } = new("a certificate request (CSR)", CertificateAdvice);

    /// <summary>The labels of PEM that say what a block is, and name no certificate.</summary>
    private static readonly Dictionary<string, SeenForm> s_labels = new(StringComparer.Ordinal)
    {
        ["PRIVATE KEY"] = PrivateKey,
        ["RSA PRIVATE KEY"] = PrivateKey,
        ["EC PRIVATE KEY"] = PrivateKey,
        ["DSA PRIVATE KEY"] = PrivateKey,
        ["ENCRYPTED PRIVATE KEY"] = new("an encrypted private key", CertificateAdvice),
        ["OPENSSH PRIVATE KEY"] = new("an OpenSSH private key", SshAdvice),
        ["PUBLIC KEY"] = PublicKey,
        ["RSA PUBLIC KEY"] = PublicKey,
        ["CERTIFICATE REQUEST"] = Request,
        ["NEW CERTIFICATE REQUEST"] = Request,
        ["X509 CRL"] = RevocationList,
        ["PKCS7"] = new("a PKCS#7 without certificates", CertificateAdvice),
    };

    /// <summary>The fault of a file without a certificate, with its form if that is known.</summary>
    internal static Fault NoCertificate(string path, SeenForm? seen) => seen is null
        ? Faults.NoCertificate(path)
        : Faults.NoCertificate(path, seen.Name, seen.Advice);

    /// <summary>The form of an item that is not a certificate.</summary>
    internal static SeenForm Of(IKeyHolder holder) => holder.Kind switch
    {
        PinRecordKind.PrivateKey => PrivateKey,
        PinRecordKind.PublicKey => PublicKey,
        _ => Request,
    };

    /// <summary>The form of a file by its first bytes; null if they do not show it.</summary>
    internal static SeenForm? OfBytes(byte[] head)
    {
        string hex = Hex.ToUpper(head);
        return s_bytes.FirstOrDefault(known => hex.StartsWith(known.Hex, StringComparison.Ordinal)).Form;
    }

    /// <summary>The form of a text; null if it is not known.</summary>
    /// <param name="start">How it begins.</param>
    /// <param name="labels">The labels of its PEM blocks.</param>
    internal static SeenForm? OfText(string start, IReadOnlyCollection<string> labels)
    {
        if (labels.Count > 0) return OfLabels(labels);
        string text = start.TrimStart();
        if (s_texts.FirstOrDefault(known => text.StartsWith(known.Start, StringComparison.OrdinalIgnoreCase)).Form
            is { } form) return form;
        if (text.IndexOf("BEGIN CERTIFICATE", StringComparison.OrdinalIgnoreCase) >= 0)
            return new("PEM whose lines are commented out or enclosed in other characters",
                "Give only the lines of the block, from -----BEGIN CERTIFICATE----- on.");
        if (text.Contains("-----END "))
            return new("an END line without its BEGIN line",
                "The file was cut off: its first line must be a BEGIN line.");
        return IsUrlAlphabet(text)
            ? new("base64 in the URL-safe alphabet", "Replace each '-' with '+' and each '_' with '/'.")
            : null;
    }

    /// <summary>The base64 of a DER SEQUENCE begins with M, in either alphabet.</summary>
    private static bool IsUrlAlphabet(string text) =>
        text.StartsWith("MI", StringComparison.Ordinal) && text.IndexOfAny(['-', '_']) >= 0
            && text.All(c => PemBody.IsBase64(c) || c is '-' or '_' or '=' || char.IsWhiteSpace(c));

    private static SeenForm OfLabels(IReadOnlyCollection<string> labels)
    {
        SeenForm[] known = [.. labels.Where(s_labels.ContainsKey).Select(label => s_labels[label]).Distinct().Take(3)];
        if (known.Length > 0) return new(string.Join(" and ", known.Select(form => form.Name)), known[0].Advice);
        string names = string.Join(", ", labels.Take(5));
        return labels.Any(label => label.Contains("SSH")) ? new($"an OpenSSH key ({names})", SshAdvice)
            : labels.Any(label => label.Contains("PGP"))
                ? new($"a PGP message or key ({names})", "PGP keys are not TLS keys.")
            : labels.Any(label => label.Contains("CRL")) ? RevocationList
            : new($"PEM of another kind ({names})", "Give a block such as -----BEGIN CERTIFICATE-----.");
    }

    private static SeenForm Keystore(string name) => new(
        name, "'keytool -exportcert -rfc -keystore FILE -alias NAME' writes one of its certificates as PEM.");
}
