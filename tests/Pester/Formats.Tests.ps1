BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Engine.psm1)
    Import-Module (Get-ModulePath) -Force
    $script:X1 = 'sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M='
    $script:X2 = 'sha256/diGVwiVYbubAI3RW4hB9xU8e/CH2GnkuvVFZE8zmgzI='
    $script:Set = New-PinSet -Pattern '**.example.com' -Pin $X1, $X2
}

Describe 'Formats of other programs' {
    It 'writes <_> to a file and reads it back without being told the format' -ForEach @(
        'OkHttpJava', 'OkHttpKotlin', 'Android', 'TrustKit', 'TrustKitAndroid', 'Chromium', 'Firefox', 'Hpkp', 'GoJson'
    ) {
        $path = Join-Path $TestDrive "$_.txt"
        $Set | Export-PinSet -Path $path -Format $_ -WarningAction SilentlyContinue
        $back = Import-PinSet -Path $path -Pattern example.com -WarningAction SilentlyContinue
        $back.Pattern | Should -Be '**.example.com'
        $back.Pins.Pin | Should -Be $X1, $X2
    }

    It 'refuses a format that goes the other way only: <Id>' -ForEach @(
        @{ Id = 'FormatNotWritable'; Do = { $Set | Export-PinSet -Format Sslyze } }
        @{ Id = 'FormatNotReadable'; Do = {
                $path = Join-Path $TestDrive 'read.txt'
                Set-Content $path x
                Import-PinSet $path -Format TlsaCertificate -ErrorAction Stop
            }
        }
        @{ Id = 'FormatHasNoMaxAge'; Do = { $Set | Export-PinSet -Format Android -MaxAgeDays 7 } }
        @{ Id = 'FormatUnknown'; Do = { $Set | Export-PinSet -Format Nonsense } }
    ) {
        $Do | Should -Throw -ErrorId "$Id,*"
    }

    It 'gives a header the max-age that is wanted, and a list of Chromium the time of its making' {
        $Set | Export-PinSet -Format Hpkp -WarningAction SilentlyContinue | Should -BeLike '*max-age=5184000*'
        $Set | Export-PinSet -Format Hpkp -MaxAgeDays 7 -WarningAction SilentlyContinue |
            Should -BeLike '*max-age=604800*'
        $path = Join-Path $TestDrive 'list.json'
        $Set | Export-PinSet $path -Format Chromium -WarningAction SilentlyContinue
        $made = (Get-Content (Join-Path $TestDrive 'list.pins'))[1]
        [Math]::Abs([DateTimeOffset]::UtcNow.ToUnixTimeSeconds() - $made) | Should -BeLessThan 600
        ((Get-Date).ToUniversalTime() - (Import-PinSet $path).Added).TotalMinutes | Should -BeLessThan 10
    }

    It 'says in one warning what a set loses' {
        $Set | Export-PinSet -Format Base64 -WarningVariable lost -WarningAction SilentlyContinue
        @($lost).Count | Should -Be 1
    }

    It 'writes to the pipeline without a path' {
        $Set | Export-PinSet -Format OkHttpJava -WarningAction SilentlyContinue |
            Should -BeLike '*.add("`*`*.example.com", "sha256/*'
    }

    It 'warns of what is lost, and with -Strict writes nothing' {
        $path = Join-Path $TestDrive 'strict.xml'
        $lossy = New-PinSet -Pattern '*.example.com:8443' -Pin $X1, $X2 -ReportUri https://r.example/p
        $lossy | Export-PinSet -Path $path -Format Android -WarningVariable lost -WarningAction SilentlyContinue
        "$lost" | Should -Match '8443'
        "$lost" | Should -Match 'one label'
        "$lost" | Should -Match 'https://r.example/p'
        Remove-Item $path
        { $lossy | Export-PinSet -Path $path -Format Android -Strict } | Should -Throw -ErrorId 'FormatLoses*'
        Test-Path $path | Should -BeFalse
    }

    It 'imports nothing of a file with a fault, and says where it is' {
        $path = Join-Path $TestDrive 'half.txt'
        Set-Content $path "$X1`nsha256/AAAA"
        $sets = Import-PinSet -Path $path -Pattern example.com -ErrorVariable fault -ErrorAction SilentlyContinue
        $sets | Should -BeNullOrEmpty
        "$fault" | Should -Match 'line 2, column 1'
    }

    It 'refuses the hash of a certificate and names the command that gives the pin' {
        $path = Join-Path $TestDrive 'urllib3.py'
        Set-Content $path "HTTPSConnectionPool('h', assert_fingerprint='0b9f')"
        Import-PinSet -Path $path -ErrorVariable fault -ErrorAction SilentlyContinue
        $fault[0].FullyQualifiedErrorId | Should -BeLike 'CertificateHashFormat*'
        $fault[0].ErrorDetails.RecommendedAction | Should -Match 'Get-SpkiPin'
    }

    It 'keeps the two files of Chromium together' {
        $path = Join-Path $TestDrive 'static_pins.json'
        $Set | Export-PinSet -Path $path -Format Chromium -WarningAction SilentlyContinue
        Join-Path $TestDrive 'static_pins.pins' | Should -Exist
        (Import-PinSet -Path $path).Pins.Count | Should -Be 2
    }
}
