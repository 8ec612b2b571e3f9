BeforeDiscovery {
    $isUnix = $env:OS -ne 'Windows_NT'
    $pin = 'sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M='
    # Each would wait for good for who writes into the pipe.
    $commands = @(
        @{ Name = 'Get-SpkiPin -Path'; Command = { Get-SpkiPin -Path $pipe.pem } }
        @{ Name = 'Get-SpkiPin -LiteralPath'; Command = { Get-SpkiPin -LiteralPath $pipe.pem } }
        @{ Name = 'Get-SpkiPin by wildcard'; Command = { Get-SpkiPin -Path (Join-Path $folder '*.pem') } }
        @{ Name = 'Get-SpkiPin -Recurse'; Command = { Get-SpkiPin -Path $folder -Recurse } }
        @{ Name = 'Get-ChildItem through the pipeline'; Command = { Get-ChildItem $folder -Filter *.pem | Get-SpkiPin } }
        @{ Name = 'Test-CertificatePin -Path'; Command = { Test-CertificatePin -Path $pipe.pem -Pin $pin } }
        @{ Name = 'Test-CertificatePin -PinStore'; Command = { Test-CertificatePin localhost:1 -PinStore $pipe.json } }
        @{ Name = '-TrustAnchor'; Command = { Test-CertificatePin localhost:1 -Pin $pin -TrustAnchor $pipe.pem } }
        @{ Name = '-ClientCertificate'
            Command = { Test-CertificatePin localhost:1 -Pin $pin -ClientCertificate $pipe.pem }
        }
        @{ Name = 'Get-SpkiPin -ClientCertificate'
            Command = { Get-SpkiPin -HostName localhost:1 -ClientCertificate $pipe.pem }
        }
        @{ Name = '-Certificate of a request'
            Command = { Invoke-PinnedWebRequest https://localhost:1/ -Pin $pin -Certificate $pipe.pem }
        }
        @{ Name = 'Import-PinSet'; Command = { Import-PinSet $pipe.json } }
        @{ Name = 'Export-PinSet'; Command = { $set | Export-PinSet $pipe.json } }
        @{ Name = 'Export-PinSet -Force'; Command = { $set | Export-PinSet $pipe.json -Force } }
        @{ Name = 'Export-PinSet -Append'; Command = { $set | Export-PinSet $pipe.json -Append } }
        @{ Name = 'Export-PinSet -Format'; Command = { $set | Export-PinSet $pipe.json -Format Hex -Force } }
        @{ Name = 'Test-PinSet'; Command = { Test-PinSet $pipe.json } }
        @{ Name = 'Update-PinSet'; Command = { Update-PinSet a.example -PinStore $pipe.json -Add $pin } }
        @{ Name = 'Update-PinSet -ValidUntil'; Command = { Update-PinSet -PinStore $pipe.json -ValidUntil 2099-01-01 } }
        @{ Name = 'Update-PinSet -TrustOnFirstUse'
            Command = { Update-PinSet -TrustOnFirstUse -HostName localhost:1 -PinStore $pipe.json }
        }
        @{ Name = 'Remove-PinSet'; Command = { Remove-PinSet a.example -PinStore $pipe.json } }
        @{ Name = 'Test-PinRotation -Path'; Command = { Test-PinRotation $pipe.pem } }
        @{ Name = 'Test-PinRotation -PinStore'
            Command = { Test-PinRotation -Certificate $certificate -PinStore $pipe.json }
        }
        @{ Name = 'Invoke-PinCheck of a CSV'; Command = { Invoke-PinCheck $pipe.csv } }
        @{ Name = 'Invoke-PinCheck of JSON'; Command = { Invoke-PinCheck $pipe.json } }
        @{ Name = 'Invoke-PinCheck -PinStore'; Command = { Invoke-PinCheck -PinStore $pipe.json } }
        @{ Name = '-InFile'
            Command = { Invoke-PinnedWebRequest https://localhost:1/ -Pin $pin -Method Post -InFile $pipe.pem }
        }
        @{ Name = '-Form'
            Command = {
                Invoke-PinnedWebRequest https://localhost:1/ -Pin $pin -Method Post -Form @{ f = [IO.FileInfo]$pipe.pem }
            }
        }
        @{ Name = 'New-PinBackupKey -Force'
            Command = { New-PinBackupKey a.example $pipe.pem -Password $password -Force }
        }
    )
}

Describe 'A pipe where a file is expected' -Skip:(-not $isUnix) {
    BeforeAll {
        . (Join-Path $PSScriptRoot 'TestServer.ps1')
        $folder = Join-Path $TestDrive 'pipes'
        $null = New-Item -ItemType Directory -Path $folder
        $pipe = @{}
        foreach ($kind in 'pem', 'json', 'csv') {
            $pipe.$kind = Join-Path $folder "pipe.$kind"
            & mkfifo $pipe.$kind
        }
        $pin = 'sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M='
        $set = New-PinSet a.example $pin -WarningAction SilentlyContinue
        $certificate = [PinningTools.Testing.TestCertificate]::SelfSigned('a.example').Certificate
        $password = New-Object Security.SecureString
        'secret'.ToCharArray() | ForEach-Object { $password.AppendChar($_) }
    }

    It 'is refused at once by <Name>' -ForEach $commands {
        $ErrorActionPreference = 'Stop'
        $said = ''
        try { $null = & $Command 3>$null } catch { $said = "$_" }
        $said | Should -Match 'It is a pipe'
        & test -p $pipe.pem -a -p $pipe.json -a -p $pipe.csv
        $LASTEXITCODE | Should -Be 0
    }
}

Describe 'The file of a client certificate' {
    BeforeAll { . (Join-Path $PSScriptRoot 'TestServer.ps1') }

    It 'is found from the current location' {
        $made = [PinningTools.Testing.TestCertificate]::SelfSigned('client.example').Certificate
        [IO.File]::WriteAllBytes((Join-Path $TestDrive client.cer), $made.RawData)
        Push-Location $TestDrive
        try {
            { Test-CertificatePin localhost:1 -Pin $made.Thumbprint -ClientCertificate client.cer } |
                Should -Throw "*'CN=client.example' has no private key*"
        }
        finally { Pop-Location }
    }

    It 'is refused where there is none' {
        { Test-CertificatePin localhost:1 -ClientCertificate nowhere:client.cer } |
            Should -Throw "*Cannot bind parameter 'ClientCertificate'*"
    }
}
