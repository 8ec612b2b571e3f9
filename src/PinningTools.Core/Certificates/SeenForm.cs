using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>What a file without certificates, requests and keys is instead, and the way out.</summary>
/// <param name="Name">With its article, for a message.</param>
/// <param name="Advice">The way out.</param>
internal sealed record SeenForm(string Name, string Advice)
{
    private const string Export = "Export the certificate alone, in PEM or DER.";
    private const string SshAdvice =
        "An SSH key is no TLS key; 'ssh-keygen -e -m PKCS8 -f FILE' writes its public key in PEM all the same.";
    private const string Download = "Download the file again, and look at what the server really sent.";

    private static readonly (string Hex, SeenForm Form)[] s_bytes =
    [
        ("FEEDFEED", Keystore("a Java keystore (JKS)")),
        ("CECECECE", Keystore("a Java keystore (JCEKS)")),
        ("0000000043455254", new("a serialized certificate store of Windows (.sst)",
            "Open it with certmgr.msc, or import it with Import-Certificate, and export the certificates from there.")),
        ("1EF1B5B0", new("a private key of Microsoft's old tools (PVK)", "Convert it with 'openssl rsa -inform PVK'.")),
        ("504B0304", new("a ZIP archive", "Unpack it and give the file in it.")),
        ("1F8B", new("packed with gzip", "Unpack it first.")),
        ("62706C697374", new("a binary property list", Export)),
        ("25504446", new("a PDF document", Export)),
        ("D0CF11E0", new("a file of an Office program or installer", Export)),
        ("4D5A", new("a program for Windows",
            "The certificate that signed it comes from '(Get-AuthenticodeSignature FILE).SignerCertificate'.")),
    ];

    private static readonly (string Start, SeenForm Form)[] s_texts =
    [
        ("ssh-", new("a public key of OpenSSH", SshAdvice)),
        ("ecdsa-sha2-", new("a public key of OpenSSH", SshAdvice)),
        ("PuTTY-User-Key-File", new("a key of PuTTY", "Export it with PuTTYgen as a key of OpenSSH. " + SshAdvice)),
        ("<!DOCTYPE html", new("a web page", Download)),
        ("<html", new("a web page", Download)),
        ("<", new("XML", "Give the base64 in its X509Certificate element alone.")),
        ("{", new("JSON", "Give the text of its certificate alone, in PEM.")),
        ("[", new("JSON", "Give the text of its certificate alone, in PEM.")),
        ("sha256/", new("a list of pins", "Give them as -Pin, or read them with Import-PinSet.")),
        ("pin-sha256", new("a list of pins", "Give them as -Pin, or read them with Import-PinSet.")),
    ];

    /// <summary>The form of a file by its first bytes; null where they do not tell it.</summary>
    internal static SeenForm? OfBytes(byte[] head)
    {
        string hex = Hex.ToUpper(head);
        return s_bytes.FirstOrDefault(known => hex.StartsWith(known.Hex, StringComparison.Ordinal)).Form;
    }

    /// <summary>The form of a text; null where it is not told.</summary>
    /// <param name="start">How it begins.</param>
    /// <param name="labels">Of its PEM blocks.</param>
    internal static SeenForm? OfText(string start, IReadOnlyCollection<string> labels)
    {
        if (labels.Count > 0) return OfLabels(labels);
        string text = start.TrimStart();
        if (s_texts.FirstOrDefault(known => text.StartsWith(known.Start, StringComparison.OrdinalIgnoreCase)).Form
            is { } form) return form;
        return text.Contains("-----END ")
            ? new("an END line without its BEGIN line", "The file was cut off: its first line must be a BEGIN line.")
            : null;
    }

    private static SeenForm OfLabels(IReadOnlyCollection<string> labels)
    {
        string names = string.Join(", ", labels.Take(5));
        return labels.Any(label => label.Contains("SSH")) ? new($"a key of OpenSSH ({names})", SshAdvice)
            : labels.Any(label => label.Contains("PGP"))
                ? new($"a message or key of PGP ({names})", "PGP has no TLS keys.")
            : labels.Any(label => label.Contains("CRL"))
                ? new(
                    $"a certificate revocation list ({names})", "Give the certificate of the authority that issued it.")
            : new($"PEM of another kind ({names})", "Give a block such as -----BEGIN CERTIFICATE-----.");
    }

    private static SeenForm Keystore(string name) => new(
        name, "'keytool -exportcert -rfc -keystore FILE -alias NAME' writes a certificate of it in PEM.");
}
