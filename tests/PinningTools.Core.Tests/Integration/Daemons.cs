using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using PinningTools.Testing;

namespace PinningTools.Tests.Integration;

/// <summary>The servers of Debian's packages, each with the least configuration that does.</summary>
internal static class Daemons
{
    /// <param name="certificate">Its certificate.</param>
    /// <param name="settings">More lines of main.cf, which override the usual ones.</param>
    /// <param name="clientRoot">The authority of clients' certificates.</param>
    internal static async Task<Daemon> PostfixAsync(
        TestCertificate certificate, string settings = "", TestCertificate? clientRoot = null)
    {
        Daemon daemon = Daemon.Of("postfix", needsRoot: true);
        daemon.Write(certificate);
        if (clientRoot is not null)
            settings = $"smtpd_tls_CAfile = {daemon.Write("root.pem", clientRoot.Pem)}\n{settings}";
        daemon.Write("data/none", "");
        daemon.Write("queue/none", "");
        daemon.Write("etc/main.cf", $"""
            compatibility_level = 3.6
            queue_directory = {daemon.PathOf("queue")}
            data_directory = {daemon.PathOf("data")}
            maillog_file = {daemon.PathOf("mail.log")}
            maillog_file_prefixes = {daemon.Folder}
            inet_interfaces = 127.0.0.1
            inet_protocols = ipv4
            myhostname = mail.example
            mydestination =
            local_recipient_maps =
            alias_maps =
            smtpd_tls_security_level = may
            smtpd_tls_chain_files = {daemon.PathOf("key.pem")}, {daemon.PathOf("cert.pem")}
            {settings}

            """);
        daemon.Write("etc/master.cf", $"""
            127.0.0.1:{daemon.Port} inet n - n - - smtpd
            postlog unix-dgram n - n - 1 postlogd
            anvil unix - - n - 1 anvil
            proxymap unix - - n - - proxymap
            tlsmgr unix - - n - 1 tlsmgr
            rewrite unix - - n - - trivial-rewrite
            cleanup unix n - n - 0 cleanup
            qmgr unix n - n 300 1 qmgr

            """);
        await Daemon.RunAsync("chown", "-R", "postfix", daemon.PathOf("data"));
        return await daemon.StartAsync(["-c", daemon.PathOf("etc"), "start-fg"]);
    }

    /// <summary>Its ports are those of imap, pop3, sieve and lmtp.</summary>
    /// <param name="certificate">What it shows.</param>
    /// <param name="settings">More lines of its configuration.</param>
    /// <param name="openSsl">The configuration of OpenSSL, if it is not the system's.</param>
    internal static async Task<Daemon> DovecotAsync(
        TestCertificate certificate, string settings = "", string? openSsl = null)
    {
        Daemon daemon = Daemon.Of("dovecot", ports: 4, needsRoot: true);
        daemon.Write(certificate);
        daemon.Write("run/none", "");
        string configuration = daemon.Write("dovecot.conf", $$"""
            base_dir = {{daemon.PathOf("run")}}
            state_dir = {{daemon.Folder}}
            log_path = {{daemon.PathOf("dovecot.log")}}
            protocols = imap pop3 lmtp sieve
            listen = 127.0.0.1
            ssl = required
            ssl_cert = <{{daemon.PathOf("cert.pem")}}
            ssl_key = <{{daemon.PathOf("key.pem")}}
            mail_location = maildir:{{daemon.PathOf("mail")}}
            service imap-login {
              chroot =
              inet_listener imap {
                port = {{daemon.Ports[0]}}
              }
              inet_listener imaps {
                port = 0
              }
            }
            service pop3-login {
              chroot =
              inet_listener pop3 {
                port = {{daemon.Ports[1]}}
              }
              inet_listener pop3s {
                port = 0
              }
            }
            service managesieve-login {
              chroot =
              inet_listener sieve {
                port = {{daemon.Ports[2]}}
              }
            }
            service lmtp {
              inet_listener lmtp {
                port = {{daemon.Ports[3]}}
              }
            }
            {{settings}}
            passdb {
              driver = static
              args = nopassword=y
            }
            userdb {
              driver = static
              args = uid=nobody gid=nogroup home={{daemon.PathOf("home")}}
            }

            """);
        string? variable = openSsl is null ? null : "OPENSSL_CONF=" + daemon.Write("openssl.cnf", openSsl);
        return await daemon.StartAsync(["-F", "-c", configuration], variable: variable);
    }

    /// <summary>
    /// Apache with a file <c>hello</c>, whose logs tell each connection ("AH01964") and each request with the subject of
    /// the client's certificate.
    /// </summary>
    /// <param name="certificate">Its certificate.</param>
    /// <param name="clientRoot">The authority of clients' certificates.</param>
    /// <param name="directives">The TLS versions, and where client certificates are required.</param>
    internal static async Task<Daemon> ApacheAsync(
        TestCertificate certificate, TestCertificate clientRoot, string directives)
    {
        Daemon daemon = Daemon.Of("apache2", needsRoot: true);
        daemon.Write(certificate);
        daemon.Write("root.pem", clientRoot.Pem);
        daemon.Write("htdocs/hello", "hello");
        daemon.Write("htdocs/secret/hello", "hello");
        string modules = string.Concat(new[] { "mpm_event", "authz_core", "ssl", "alias", "socache_shmcb" }.Select(
            name => $"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n"));
        string configuration = daemon.Write("apache.conf", $$"""
            {{modules}}
            ServerRoot {{daemon.Folder}}
            ServerName localhost
            PidFile {{daemon.PathOf("pid")}}
            DefaultRuntimeDir {{daemon.Folder}}
            Listen 127.0.0.1:{{daemon.Port}}
            User www-data
            Group www-data
            ErrorLog {{daemon.PathOf("error.log")}}
            LogLevel warn ssl:info
            LogFormat "%r [%{SSL_CLIENT_S_DN_CN}x] %>s" plain
            CustomLog {{daemon.PathOf("access.log")}} plain
            DocumentRoot {{daemon.PathOf("htdocs")}}
            KeepAlive On
            MaxKeepAliveRequests 2
            Redirect /old /hello
            SSLEngine on
            SSLSessionCache none
            SSLCertificateFile {{daemon.PathOf("cert.pem")}}
            SSLCertificateKeyFile {{daemon.PathOf("key.pem")}}
            SSLCACertificateFile {{daemon.PathOf("root.pem")}}
            {{directives}}

            """);
        return await daemon.StartAsync(["-f", configuration, "-DFOREGROUND"]);
    }

    internal static async Task<Daemon> VsftpdAsync(TestCertificate certificate)
    {
        Daemon daemon = Daemon.Of("vsftpd", needsRoot: true);
        daemon.Write(certificate);
        Directory.CreateDirectory(daemon.PathOf("empty"));
        string configuration = daemon.Write("vsftpd.conf", $"""
            listen=YES
            background=NO
            listen_address=127.0.0.1
            listen_port={daemon.Port}
            ssl_enable=YES
            ssl_tlsv1=YES
            rsa_cert_file={daemon.PathOf("cert.pem")}
            rsa_private_key_file={daemon.PathOf("key.pem")}
            secure_chroot_dir={daemon.PathOf("empty")}
            anonymous_enable=YES
            allow_anon_ssl=YES
            ftp_username=nobody

            """);
        return await daemon.StartAsync([configuration]);
    }

    internal static Task<Daemon> SlapdAsync(TestCertificate certificate) => SlapdAsync(certificate, null);

    /// <param name="certificate">Its certificate.</param>
    /// <param name="clientRoot">The authority of clients' certificates, if TLS 1.2 is to end without one.</param>
    internal static Task<Daemon> SlapdAsync(TestCertificate certificate, TestCertificate? clientRoot)
    {
        Daemon daemon = Daemon.Of("slapd");
        daemon.Write(certificate);
        string demands = clientRoot is null ? "" : $"""
            TLSCACertificateFile {daemon.Write("root.pem", clientRoot.Pem)}
            TLSCipherSuite NORMAL:-VERS-ALL:+VERS-TLS1.2
            TLSVerifyClient demand
            """;
        string configuration = daemon.Write("slapd.conf", $"""
            pidfile {daemon.PathOf("pid")}
            argsfile {daemon.PathOf("args")}
            TLSCertificateFile {daemon.PathOf("cert.pem")}
            TLSCertificateKeyFile {daemon.PathOf("key.pem")}
            {demands}

            """);
        return daemon.StartAsync(["-d", "0", "-h", $"ldap://127.0.0.1:{daemon.Port}/", "-f", configuration]);
    }

    /// <summary>TLS from the first byte.</summary>
    internal static Task<Daemon> LdapsAsync(TestCertificate certificate)
    {
        Daemon daemon = Daemon.Of("slapd");
        daemon.Write(certificate);
        string configuration = daemon.Write("slapd.conf", $"""
            pidfile {daemon.PathOf("pid")}
            argsfile {daemon.PathOf("args")}
            TLSCertificateFile {daemon.PathOf("cert.pem")}
            TLSCertificateKeyFile {daemon.PathOf("key.pem")}

            """);
        return daemon.StartAsync(["-d", "0", "-h", $"ldaps://127.0.0.1:{daemon.Port}/", "-f", configuration]);
    }

    internal static Task<Daemon> RedisAsync(TestCertificate certificate)
    {
        Daemon daemon = Daemon.Of("redis-server");
        daemon.Write(certificate);
        return daemon.StartAsync(
        [
            "--port", "0", "--bind", "127.0.0.1", "--tls-port", $"{daemon.Port}", "--save", "", "--dir", daemon.Folder,
            "--tls-cert-file", daemon.PathOf("cert.pem"), "--tls-key-file", daemon.PathOf("key.pem"),
            "--tls-ca-cert-file", daemon.PathOf("cert.pem"), "--tls-auth-clients", "no",
        ]);
    }

    internal static async Task<Daemon> MosquittoAsync(TestCertificate certificate)
    {
        Daemon daemon = Daemon.Of("mosquitto");
        daemon.Write(certificate);
        string configuration = daemon.Write("mosquitto.conf", $"""
            listener {daemon.Port} 127.0.0.1
            certfile {daemon.PathOf("cert.pem")}
            keyfile {daemon.PathOf("key.pem")}
            allow_anonymous true
            persistence false

            """);
        await daemon.GiveToAsync("mosquitto");
        return await daemon.StartAsync(["-c", configuration]);
    }

    internal static async Task<Daemon> PostgresAsync(TestCertificate certificate)
    {
        Daemon daemon = Daemon.Of("postgres");
        daemon.Write(certificate);
        await daemon.GiveToAsync("postgres");
        daemon.KeepSecret("key.pem");
        string data = daemon.PathOf("data");
        string[] make = [.. Daemon.As("postgres"), daemon.Beside("initdb"), "-D", data, "--no-sync", "-A", "trust"];
        await Daemon.RunAsync(make[0], make[1..]);
        return await daemon.StartAsync(
        [
            "-D", data, "-p", $"{daemon.Port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
            "-c", "fsync=off", "-c", "ssl=on", "-c", $"ssl_cert_file={daemon.PathOf("cert.pem")}",
            "-c", $"ssl_key_file={daemon.PathOf("key.pem")}",
        ], user: "postgres", isAsked: true);
    }

    internal static Task<Daemon> MariaDbAsync(TestCertificate certificate)
    {
        Daemon daemon = Daemon.Of("mariadbd");
        daemon.Write(certificate);
        daemon.Write("data/none", "");
        return daemon.StartAsync(
        [
            "--no-defaults", $"--user={Environment.UserName}", $"--datadir={daemon.PathOf("data")}",
            $"--aria-log-dir-path={daemon.PathOf("data")}",
            "--bind-address=127.0.0.1", $"--port={daemon.Port}", $"--socket={daemon.PathOf("socket")}",
            $"--ssl-cert={daemon.PathOf("cert.pem")}", $"--ssl-key={daemon.PathOf("key.pem")}",
            // Neither tables nor users: no one gets past the handshake.
            "--skip-grant-tables", "--skip-networking=0", "--innodb=OFF", "--default-storage-engine=MyISAM",
        ]);
    }

    /// <summary>Its ports are those for clients and for servers.</summary>
    internal static Task<Daemon> ProsodyAsync(TestCertificate certificate)
    {
        Daemon daemon = Daemon.Of("prosody", ports: 2);
        daemon.Write(certificate);
        string configuration = daemon.Write("prosody.cfg.lua", $$"""
            run_as_root = true
            daemonize = false
            pidfile = "{{daemon.PathOf("pid")}}"
            data_path = "{{daemon.Folder}}"
            log = { info = "{{daemon.PathOf("prosody.log")}}" }
            modules_enabled = { "tls", "saslauth", "c2s", "s2s" }
            interfaces = { "127.0.0.1" }
            c2s_ports = { {{daemon.Ports[0]}} }
            s2s_ports = { {{daemon.Ports[1]}} }
            ssl = { key = "{{daemon.PathOf("key.pem")}}", certificate = "{{daemon.PathOf("cert.pem")}}" }
            authentication = "internal_plain"
            VirtualHost "localhost"

            """);
        return daemon.StartAsync(["--config", configuration, "-F"]);
    }

    internal static Task<Daemon> XrdpAsync(TestCertificate certificate)
    {
        Daemon daemon = Daemon.Of("xrdp");
        daemon.Write(certificate);
        string configuration = daemon.Write("xrdp.ini", $"""
            [Globals]
            ini_version=1
            fork=false
            port=tcp://127.0.0.1:{daemon.Port}
            security_layer=negotiate
            certificate={daemon.PathOf("cert.pem")}
            key_file={daemon.PathOf("key.pem")}
            ssl_protocols=TLSv1.2, TLSv1.3
            [Logging]
            LogFile={daemon.PathOf("xrdp.log")}
            EnableSyslog=false
            [Xvnc]
            name=none
            lib=libvnc.so

            """);
        return daemon.StartAsync(["--nodaemon", "--config", configuration]);
    }

    /// <summary>
    /// A proxy for CONNECT that wants to know <c>keeper</c> and the password <c>sesame</c>, or nothing.
    /// </summary>
    internal static async Task<Daemon> SquidAsync(bool wantsLogon)
    {
        ToolResult hash = await Tool.RunAsync(OpenSsl.Program, ["passwd", "-apr1", "sesame"]);
        Daemon daemon = Daemon.Of("squid");
        string logon = $"""
            auth_param basic program /usr/lib/squid/basic_ncsa_auth {daemon.Write("passwords", "keeper:" + hash.Output)}
            acl known proxy_auth REQUIRED
            http_access deny !known
            """;
        string configuration = daemon.Write("squid.conf", $"""
            http_port 127.0.0.1:{daemon.Port}
            pid_filename none
            access_log none
            cache_store_log none
            cache_log {daemon.PathOf("cache.log")}
            cache deny all
            coredump_dir {daemon.Folder}
            shutdown_lifetime 0 seconds
            cache_effective_user {(Environment.IsPrivilegedProcess ? "proxy" : Environment.UserName)}
            visible_hostname proxy.example
            pinger_enable off
            {(wantsLogon ? logon : "")}
            http_access allow all

            """);
        await daemon.GiveToAsync("proxy");
        return await daemon.StartAsync(["-N", "-n", $"pin{daemon.Port}", "-f", configuration], isAsked: true);
    }

    internal static Task<Daemon> DantedAsync()
    {
        Daemon daemon = Daemon.Of("danted");
        string user = Environment.IsPrivilegedProcess ? "nobody" : Environment.UserName;
        string configuration = daemon.Write("danted.conf", $$"""
            logoutput: {{daemon.PathOf("danted.log")}}
            internal: 127.0.0.1 port = {{daemon.Port}}
            external: lo
            clientmethod: none
            socksmethod: none
            user.privileged: {{Environment.UserName}}
            user.unprivileged: {{user}}
            client pass { from: 127.0.0.0/8 to: 0.0.0.0/0 }
            socks pass { from: 127.0.0.0/8 to: 127.0.0.1/32 command: connect }

            """);
        return daemon.StartAsync(["-f", configuration]);
    }
}
