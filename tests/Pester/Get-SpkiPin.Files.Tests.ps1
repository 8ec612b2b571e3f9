#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Engine.psm1)
    Import-Module (Get-ModulePath) -Force
    function New-TestCertificate([string] $Name, [bool] $Authority, $Issuer) {
        $key = [Security.Cryptography.ECDsa]::Create([Security.Cryptography.ECCurve+NamedCurves]::nistP256)
        $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new("CN=$Name", $key, 'SHA256')
        $request.CertificateExtensions.Add(
            [Security.Cryptography.X509Certificates.X509BasicConstraintsExtension]::new($Authority, $false, 0, $true))
        $from = [DateTimeOffset]::UtcNow.AddDays(-1)
        if (-not $Issuer) { return $request.CreateSelfSigned($from, $from.AddDays(60)) }
        $bare = $request.Create($Issuer, $from, $from.AddDays(30), [byte[]](1, 2, 3))
        [Security.Cryptography.X509Certificates.ECDsaCertificateExtensions]::CopyWithPrivateKey($bare, $key)
    }
    function Get-ExpectedPin($Certificate) {
        $key = $Certificate.PublicKey.ExportSubjectPublicKeyInfo()
        'sha256/' + [Convert]::ToBase64String([Security.Cryptography.SHA256]::HashData($key))
    }
    $root = New-TestCertificate 'Test Root' $true
    $leaf = New-TestCertificate 'host.example' $false $root
    $leafPin = Get-ExpectedPin $leaf
    $rootPin = Get-ExpectedPin $root
    $secret = ConvertTo-SecureString 'secret' -AsPlainText -Force
    $folder = Join-Path $TestDrive 'pki'
    $null = New-Item -ItemType Directory -Path $folder, "$folder/sub"
    $chain = "$folder/chain.pem"
    Set-Content -LiteralPath $chain ($leaf.ExportCertificatePem() + "`n" + $root.ExportCertificatePem())
    $collection = [Security.Cryptography.X509Certificates.X509Certificate2Collection]::new($leaf)
    $null = $collection.Add($root)
    [IO.File]::WriteAllBytes("$folder/sub/site.pfx", $collection.Export('Pfx', 'secret'))
    [IO.File]::WriteAllBytes("$folder/sub/[odd].p7b", $collection.Export('Pkcs7'))
    [IO.File]::WriteAllBytes("$folder/leaf.der", $leaf.RawData)
    Set-Content -LiteralPath "$folder/notes.txt" 'nothing'
}

Describe 'Get-SpkiPin of files' {
    It 'reads a chain with roles and positions' {
        $records = Get-SpkiPin -Path $chain
        $records.Pin | Should -Be $leafPin, $rootPin
        "$($records.Role)" | Should -Be 'Leaf Root'
        $records.Position | Should -Be 0, 1
        $records[0].Path | Should -Be (Convert-Path $chain)
        "$($records[0])" | Should -Be $leafPin
    }
    It 'filters by role, and the result is a pin' {
        (Get-SpkiPin -Path $chain -Role Leaf).Pin | Should -Be $leafPin
        (Get-SpkiPin -Path $chain -Role Root).Pin | Should -Be $rootPin
        Get-SpkiPin -Path $chain -Role Intermediate | Should -BeNullOrEmpty
        $verdict = Test-CertificatePin -HostName 127.0.0.1:1 -Pin (Get-SpkiPin -Path $chain -Role Leaf)
        "$($verdict.Verdict)" | Should -Be 'ConnectFailed'
    }
    It 'filters by role in any case' {
        (Get-SpkiPin -Path $chain -Role leaf).Role | Should -Be 'Leaf'
        @(Get-SpkiPin -Path $chain -Role ALL).Count | Should -BeGreaterThan 1
    }

    It 'reads an absolute path as the engine does, from any drive and with either separator' {
        $file = Convert-Path $chain
        (Get-SpkiPin -Path ($file -replace '/(?=[^/]*$)', '\') -Role Leaf).Pin | Should -Be $leafPin
        Push-Location Env:
        try {
            (Get-SpkiPin -Path $file -Role Leaf).Pin | Should -Be $leafPin
            (Get-SpkiPin -Path "$(Split-Path $file)/sub/../chain.pem" -Role Leaf).Path | Should -Be $file
        } finally {
            Pop-Location
        }
    }

    It 'takes brackets in a name for what they are, and says so where a pattern names nothing' {
        $odd = Join-Path $TestDrive 'dir [a]'
        $null = New-Item -ItemType Directory -Path $odd
        $file = Join-Path $odd 'we[b].pem'
        Copy-Item -LiteralPath $chain -Destination $file
        (Get-SpkiPin -Path $file -Role Leaf).Path | Should -Be $file
        { Get-SpkiPin -Path (Join-Path $TestDrive 'none*.pem') -ErrorAction Stop } |
            Should -Throw -ErrorId 'FileNotFound,*'
    }

    It 'resolves paths against the current location and takes wildcards' {
        Push-Location $folder
        try {
            (Get-SpkiPin -Path chain.pem).Count | Should -Be 2
            (Get-SpkiPin -Path *.der).Pin | Should -Be $leafPin
            (Get-SpkiPin -LiteralPath 'sub/[odd].p7b').Count | Should -Be 2
        }
        finally { Pop-Location }
    }
    It 'reads folders with -Recurse, by known names or by a pattern' {
        $errors = $null
        $all = Get-SpkiPin -Path $folder -Recurse -Password $secret -ErrorVariable errors
        $errors | Should -BeNullOrEmpty
        $all.Count | Should -Be 7
        (Get-SpkiPin -Path (Join-Path $folder '*.p7b') -Recurse).Count | Should -Be 2
        { Get-SpkiPin -Path $folder -ErrorAction Stop } | Should -Throw -ErrorId 'PathIsFolder,*'
    }
    It 'takes the files of Get-ChildItem' {
        (Get-ChildItem $folder -Filter *.pem | Get-SpkiPin).Pin | Should -Be $leafPin, $rootPin
    }
    It 'reads a PFX with its password and says what is wrong without' {
        (Get-SpkiPin -Path "$folder/sub/site.pfx" -Password $secret).Pin | Sort-Object |
            Should -Be ($leafPin, $rootPin | Sort-Object)
        { Get-SpkiPin -Path "$folder/sub/site.pfx" -ErrorAction Stop } | Should -Throw -ErrorId 'PasswordNeeded,*'
        $wrong = ConvertTo-SecureString 'wrong' -AsPlainText -Force
        { Get-SpkiPin -Path "$folder/sub/site.pfx" -Password $wrong -ErrorAction Stop } |
            Should -Throw -ErrorId 'PasswordWrong,*'
    }
    It 'reports a bad block and goes on' {
        $bad = "$folder/bad.txt"
        $broken = "`n-----BEGIN CERTIFICATE-----`n!`n-----END CERTIFICATE-----`n"
        Set-Content -LiteralPath $bad ($leaf.ExportCertificatePem() + $broken + $root.ExportCertificatePem())
        $records = Get-SpkiPin -Path $bad -ErrorAction SilentlyContinue -ErrorVariable errors
        $records.Pin | Should -Be $leafPin, $rootPin
        $errors.Count | Should -Be 1
        $errors[0].FullyQualifiedErrorId | Should -Be 'PemBadBase64,PinningTools.Commands.GetSpkiPinCommand'
        $errors[0].TargetObject | Should -BeLike '*bad.txt*'
        $errors[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }
    It 'says that a file is missing and goes on with the next' {
        $records = Get-SpkiPin -Path "$folder/none.pem", $chain -ErrorAction SilentlyContinue -ErrorVariable errors
        $records.Count | Should -Be 2
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'FileNotFound,*'
    }
    It 'refuses a path of a drive that has no certificates' {
        { Get-SpkiPin -Path Env:PATH -ErrorAction Stop } | Should -Throw -ErrorId 'NotAFile,*'
    }
}

Describe 'Get-SpkiPin of objects and text' {
    It 'takes <Name> as an argument and from the pipeline' -ForEach @(
        @{ Name = 'a certificate'; Make = { $leaf } }
        @{ Name = 'PEM text'; Make = { $leaf.ExportCertificatePem() } }
        @{ Name = 'bare base64'; Make = { [Convert]::ToBase64String($leaf.RawData) } }
        @{ Name = 'a pin record'; Make = { Get-SpkiPin -Certificate $leaf } }
        @{
            Name = 'a certificate that went through a job'
            Make = {
                $text = [Management.Automation.PSSerializer]::Serialize($leaf)
                [Management.Automation.PSSerializer]::Deserialize($text)
            }
        }
    ) {
        $value = & $Make
        (Get-SpkiPin -Certificate $value).Pin | Should -Be $leafPin
        ($value | Get-SpkiPin).Pin | Should -Be $leafPin
    }
    It 'takes bytes as an argument, in the pipeline whole and one by one' {
        $bytes = $leaf.RawData
        (Get-SpkiPin -Certificate $bytes).Pin | Should -Be $leafPin
        (, $bytes | Get-SpkiPin).Pin | Should -Be $leafPin
        ($bytes | Get-SpkiPin).Pin | Should -Be $leafPin
        (Get-Content -LiteralPath "$folder/leaf.der" -AsByteStream -Raw | Get-SpkiPin).Pin | Should -Be $leafPin
    }
    It 'takes the lines of Get-Content' {
        (Get-Content -LiteralPath $chain | Get-SpkiPin).Pin | Should -Be $leafPin, $rootPin
        (Get-Content -LiteralPath $chain -Raw | Get-SpkiPin).Pin | Should -Be $leafPin, $rootPin
        $null = Get-Content -LiteralPath $chain | Select-Object -First 3 |
            Get-SpkiPin -ErrorAction SilentlyContinue -ErrorVariable errors
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'PemTruncated,*'
    }
    It 'takes many at once, and a collection' {
        (Get-SpkiPin -Certificate $leaf, $root).Pin | Should -Be $leafPin, $rootPin
        (Get-SpkiPin -Certificate $collection).Count | Should -Be 2
    }
    It 'reads the public half of a key and never shows more' {
        $key = [Security.Cryptography.X509Certificates.ECDsaCertificateExtensions]::GetECDsaPrivateKey($leaf)
        $pem = $key.ExportPkcs8PrivateKeyPem()
        $record = $pem | Get-SpkiPin
        $record.Pin | Should -Be $leafPin
        "$($record.Kind)" | Should -Be 'PrivateKey'
        $record.Subject | Should -BeNullOrEmpty
        ($record | ConvertTo-Json -Depth 5) | Should -Not -Match ($pem -split "`n")[1].Substring(40, 20)
    }
    It 'refuses what is no certificate' {
        { Get-SpkiPin -Certificate (Get-Date) } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
        { 'host' | Get-SpkiPin -Port 0 -ErrorAction Stop } | Should -Throw -ErrorId 'PortInvalid,*'
    }
    It 'takes certificates of a drive as it takes those of Cert:' {
        Add-Type -ErrorAction Stop -TypeDefinition @'
using System.Management.Automation; using System.Management.Automation.Provider;
using System.Security.Cryptography.X509Certificates;
[CmdletProvider("FakeCert", ProviderCapabilities.None)]
public sealed class FakeCertProvider : ContainerCmdletProvider {
    public static X509Certificate2 Certificate;
    protected override bool IsValidPath(string path) { return true; }
    protected override bool ItemExists(string path) { return true; }
    protected override bool HasChildItems(string path) { return false; }
    protected override void GetItem(string path) { WriteItemObject(Certificate, path, false); }
    protected override void GetChildItems(string path, bool recurse) { WriteItemObject(Certificate, path, false); }
}
'@ -WarningAction SilentlyContinue -ReferencedAssemblies ([psobject].Assembly.Location), netstandard, System.Runtime,
            ([Security.Cryptography.X509Certificates.X509Certificate2].Assembly.Location)
        [FakeCertProvider]::Certificate = $leaf
        Import-Module ([FakeCertProvider].Assembly)
        $null = New-PSDrive -Name FakeCert -PSProvider FakeCert -Root '' -Scope Global
        try {
            (Get-SpkiPin -Path 'FakeCert:\x').Pin | Should -Be $leafPin
            (Get-SpkiPin -LiteralPath 'FakeCert:\x').Pin | Should -Be $leafPin
            (Get-Item 'FakeCert:\x' | Get-SpkiPin).Pin | Should -Be $leafPin
            (Get-SpkiPin -Path 'FakeCert:\' -Recurse).Pin | Should -Be $leafPin
        }
        finally { Remove-PSDrive FakeCert -Scope Global }
    }
}

Describe 'How a pin record looks' {
    It 'is a table of pin, role, key, days and subject' {
        $text = Get-SpkiPin -Path $chain | Out-String -Width 160
        $text | Should -Match 'Pin\s+Role\s+Key\s+Days\s+Subject'
        $text | Should -Match "$([regex]::Escape($leafPin))\s+Leaf\s+EC P-256\s+28\s+CN=host.example"
    }
    It 'shows everything useful as a list, and nothing that does not apply' {
        $text = Get-SpkiPin -Path $chain -Role Leaf | Format-List | Out-String -Width 160
        foreach ($name in 'Pin', 'Kind', 'Role', 'Subject', 'Issuer', 'SerialNumber', 'NotAfter', 'DaysLeft',
            'KeyAlgorithm', 'Sha256Thumbprint', 'Path') {
            $text | Should -Match "(?m)^$name\s+:"
        }
        $text | Should -Not -Match 'CipherSuite'
        $key = Get-SpkiPin -Certificate $leaf.PublicKey.ExportSubjectPublicKeyInfo() | Format-List | Out-String
        $key | Should -Match 'PublicKey'
        $key | Should -Not -Match 'Subject'
    }
}
