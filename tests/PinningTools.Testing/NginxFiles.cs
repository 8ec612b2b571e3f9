using System.IO;

namespace PinningTools.Testing;

/// <summary>Writes the configuration of an <see cref="NginxServer"/>.</summary>
internal static class NginxFiles
{
    public static void Write(string folder, int port, string certificatePem, string keyPem, NginxOptions options)
    {
        var certificates = WriteCertificate(folder, "first", certificatePem, keyPem);
        if (options is { SecondCertificatePem: { } secondCertificate, SecondKeyPem: { } secondKey })
            certificates += WriteCertificate(folder, "second", secondCertificate, secondKey);

        // One process, so that ending it ends all; every path within the folder, so that any user may run it.
        File.WriteAllText(Path.Combine(folder, "nginx.conf"), $$"""
            daemon off;
            master_process off;
            pid nginx.pid;
            error_log error.log info;
            events { }
            http {
                log_format test {{options.LogFormat}};
                access_log access.log test;
                client_body_temp_path body;
                proxy_temp_path proxy;
                fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi;
                scgi_temp_path scgi;
                default_type text/plain;
                server {
                    listen 127.0.0.1:{{port}} ssl{{(options.Http2 ? " http2" : "")}};
                    ssl_protocols {{options.Protocols}};
                    {{certificates}}
                    {{options.ServerDirectives}}
                    location / { return 200 hello; }
                }
            }

            """);
    }

    private static string WriteCertificate(string folder, string name, string certificatePem, string keyPem)
    {
        File.WriteAllText(Path.Combine(folder, name + ".pem"), certificatePem);
        File.WriteAllText(Path.Combine(folder, name + ".key"), keyPem);
        return $"ssl_certificate {name}.pem; ssl_certificate_key {name}.key; ";
    }
}
