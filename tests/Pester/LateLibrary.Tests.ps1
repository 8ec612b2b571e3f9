# The library that ships beside the module's own: it is loaded at the first need, under a name of ours, and other copies of
# Bouncy Castle in the same session neither disturb it nor are disturbed by it.
BeforeDiscovery { $script:openssl = [bool](Get-Command openssl -CommandType Application -ErrorAction SilentlyContinue) }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Support.psm1) -Force
    Import-ModuleUnderTest
    $server = Start-ExampleServer
    $leaf = (Get-SpkiPin localhost -Port $server.Port -TrustAnchor $server.TrustAnchor -Role Leaf).Pin
    $lib = Join-Path (Split-Path (Get-ModulePath)) lib
    # Another module's copy: the package's own assembly, which the test servers use.
    $other = Get-ChildItem -Path (Join-Path (Get-RepositoryRoot) 'tests/PinningTools.TestServer/bin/*/net8.0/BouncyCastle.Cryptography.dll') |
        Sort-Object LastWriteTime | Select-Object -Last 1 -ExpandProperty FullName
    $key = Join-Path $TestDrive ed448.key
    if (Get-Command openssl -CommandType Application -ErrorAction SilentlyContinue) {
        Invoke-Program openssl genpkey -algorithm ED448 -out $key
        $der = Join-Path $TestDrive ed448.der
        Invoke-Program openssl pkey -in $key -pubout -outform DER -out $der
        $pin = 'sha256/' + [Convert]::ToBase64String([Security.Cryptography.SHA256]::HashData([IO.File]::ReadAllBytes($der)))
    }

    # In a session of its own: what the script wrote, then each loaded assembly of Bouncy Castle, with its folder.
    function Invoke-Session([string] $Script) {
        $all = "Import-Module '$(Get-ModulePath)'; $Script; " +
            '[AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { "$_" -like "*BouncyCastle*" } | ForEach-Object { "loaded $($_.GetName().Name) from $([IO.Path]::GetDirectoryName($_.Location))" }'
        @(Invoke-Engine -NoProfile -NonInteractive -EncodedCommand (
                [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($all))))
    }

    $ours = 'PinningTools.BouncyCastle.Cryptography', 'PinningTools.BouncyCastle' | ForEach-Object { "loaded $_ from $lib" }
    $theirs = "loaded BouncyCastle.Cryptography from $(Split-Path $other)"
    $need = "(Get-SpkiPin -LiteralPath '$key').Pin"
    $read = "[Org.BouncyCastle.Tls.TlsClientProtocol].Assembly.GetName().Name"
    # A resolver that was there first and gives its own copy to whoever asks for anything of that name.
    $greedy = @"
Add-Type -TypeDefinition 'using System; using System.Reflection; public static class Greedy {
    public static int Asked;
    public static void Start(string path) {
        AppDomain.CurrentDomain.AssemblyResolve += (s, e) => {
            if (e.Name.IndexOf("BouncyCastle", StringComparison.Ordinal) < 0) return null;
            Asked++; return Assembly.LoadFrom(path);
        };
        System.Runtime.Loader.AssemblyLoadContext.Default.Resolving += (c, n) => {
            if (n.Name.IndexOf("BouncyCastle", StringComparison.Ordinal) < 0) return null;
            Asked++; return c.LoadFromAssemblyPath(path);
        };
    } }'
"@
}

AfterAll { Stop-ExampleServer $server }

Describe 'The late library' {
    It 'is not loaded by an import, checks, a request, files of certificates, ordinary keys or a night' {
        $rsa = Join-Path $TestDrive rsa.key
        [IO.File]::WriteAllText($rsa, [Security.Cryptography.RSA]::Create(2048).ExportPkcs8PrivateKeyPem())
        $steps = [ordered]@{
            import = "''"
            check = '(Test-CertificatePin @at).Verdict'
            failed = '(Test-CertificatePin localhost -Port 1 -Pin $at.Pin).Verdict'
            read = '@(Get-SpkiPin localhost -Port $at.Port -TrustAnchor $at.TrustAnchor)[0].Role'
            request = '(Invoke-PinnedWebRequest "https://localhost:$($at.Port)" -Pin $at.Pin -TrustAnchor $at.TrustAnchor).StatusCode'
            file = '@(Get-SpkiPin -LiteralPath $at.TrustAnchor)[0].Pin.Length'
            key = '@(Get-SpkiPin -LiteralPath $rsa)[0].Pin.Length'
            spare = '(New-PinBackupKey -Path $new -Password (ConvertTo-SecureString secret -AsPlainText -Force) -HostName x.example).Pin.Length'
            night = '([pscustomobject]$at | Invoke-PinCheck).Checked'
        }
        $script = "`$at = @{ HostName = 'localhost'; Port = $($server.Port); Pin = '$leaf'; TrustAnchor = '$($server.TrustAnchor)' }`n" +
            "`$new = '$(Join-Path $TestDrive new.key)'; `$rsa = '$rsa'; `$WarningPreference = 'SilentlyContinue'`n"
        foreach ($step in $steps.Keys) {
            $script += "'$step ' + ($($steps[$step])) + @([AppDomain]::CurrentDomain.GetAssemblies() -like '*BouncyCastle*')`n"
        }
        Invoke-Session $script | Should -Be 'import ', 'check Match', 'failed ConnectFailed', 'read Leaf', 'request 200',
            'file 51', 'key 51', 'spare 51', 'night 1'
    }

    It 'is loaded at the first need, from the one copy beside both builds' -Skip:(-not $openssl) {
        Invoke-Session $need | Should -Be (@($pin) + $ours)
    }

    It 'has no type that a session can name, whether or not another copy is there' -Skip:(-not $openssl) {
        $renamed = [Reflection.Assembly]::LoadFrom((Join-Path $lib PinningTools.BouncyCastle.Cryptography.dll))
        $renamed.GetExportedTypes() | Should -BeNullOrEmpty
        $renamed.GetName().GetPublicKeyToken() | Should -BeNullOrEmpty
        [Reflection.Assembly]::LoadFrom((Join-Path $lib PinningTools.BouncyCastle.dll)).GetExportedTypes() | Should -BeNullOrEmpty
    }

    It 'keeps apart from another copy that was loaded <_>' -Skip:(-not $openssl) -ForEach 'before it', 'after it' {
        $load = "Add-Type -Path '$other'"
        $script = if ($_ -eq 'before it') { "$load; $need; $read" } else { "$need; try { $read } catch { 'none' }; $load; $read" }
        $output = Invoke-Session $script
        $said = if ($_ -eq 'before it') { $pin, 'BouncyCastle.Cryptography' } else { $pin, 'none', 'BouncyCastle.Cryptography' }
        $output | Select-Object -First $said.Count | Should -Be $said
        $output | Select-Object -Skip $said.Count | Sort-Object | Should -Be (@($ours) + $theirs | Sort-Object)
    }

    It 'is found where a resolver that was there first gives out another copy' -Skip:(-not $openssl) {
        Invoke-Session "$greedy; [Greedy]::Start('$other'); $need; [Greedy]::Asked" | Should -Be (@($pin, '0') + $ours)
    }

    It 'is reported where it is missing, with the way out' -Skip:(-not $openssl) {
        $copy = (New-Item -ItemType Directory -Path (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
        foreach ($part in 'PinningTools.psd1', 'lib', 'en-US') {
            Copy-Item -Path (Join-Path (Split-Path (Get-ModulePath)) $part) -Destination $copy -Recurse
        }
        Remove-Item -Path (Join-Path $copy lib/PinningTools.BouncyCastle*.dll)
        $said = Invoke-Engine -NoProfile -NonInteractive -Command ("Import-Module '$copy/PinningTools.psd1'; " +
            "Get-SpkiPin -LiteralPath '$key' -ErrorAction SilentlyContinue -ErrorVariable failed; " +
            '$failed.FullyQualifiedErrorId; $failed.ErrorDetails.RecommendedAction')
        $said | Should -Be 'LateLibraryUnusable,PinningTools.Commands.GetSpkiPinCommand',
            'Install the module again. Its files must stay together, and a new session must not mix two versions.'
    }

    It 'comes with its license and a notice that it was renamed' {
        Join-Path $lib PinningTools.BouncyCastle.LICENSE.md | Should -FileContentMatch 'Bouncy Castle'
        Join-Path $lib PinningTools.BouncyCastle.NOTICE.txt | Should -FileContentMatch 'another name'
    }
}
