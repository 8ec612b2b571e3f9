# Files in a folder that this account may not search: told as that, and not as absent. Root may search every folder, but
# for a process that was started without that right.
BeforeDiscovery {
    $skip = $env:OS -eq 'Windows_NT' -or -not (Get-Command -Name setpriv -ErrorAction SilentlyContinue) -or
        (id -u) -ne 0
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Support.psm1) -Force
    $closed = Join-Path $TestDrive closed
    $null = New-Item -ItemType Directory -Path $closed
    foreach ($name in 'pins.json', 'list.csv', 'leaf.pem', 'root.pem') {
        Set-Content -LiteralPath (Join-Path $closed $name) -Value 'HostName,Pin'
    }

    function Invoke-WithoutRight([string] $Script) {
        $text = "`$ProgressPreference = 'SilentlyContinue'; Import-Module '$(Get-ModulePath)'
            $Script"
        $start = Get-EngineStart -Argument (Get-EncodedScript $text)
        chmod 000 $closed
        try {
            $said = setpriv --bounding-set=-dac_override,-dac_read_search $start.FilePath @($start.ArgumentList) 2>&1
            @($said | ForEach-Object { "$_" })
        } finally { chmod 700 $closed }
    }
}

Describe 'A folder that may not be searched' -Skip:$skip {
    It 'is told by whatever reads a file in it' {
        $scripts = @(
            'Get-SpkiPin -Path CLOSED/leaf.pem -ErrorAction Stop'
            'Get-SpkiPin -LiteralPath CLOSED/none.pem -ErrorAction Stop'
            'Get-SpkiPin -Path CLOSED/*.pem -ErrorAction Stop'
            'Get-SpkiPin -Path CLOSED -Recurse -ErrorAction Stop'
            'Test-CertificatePin localhost -PinStore CLOSED/pins.json -ErrorAction Stop'
            'Test-CertificatePin localhost -Pin $pin -TrustAnchor CLOSED/root.pem -ErrorAction Stop'
            'Invoke-PinnedWebRequest https://localhost -Pin $pin -Method Post -InFile CLOSED/leaf.pem'
            'Test-PinSet -Path CLOSED/pins.json -ErrorAction Stop'
            'Import-PinSet -Path CLOSED/pins.json -ErrorAction Stop'
            'New-PinSet a.example -Pin $pin | Export-PinSet -Path CLOSED/new.json -ErrorAction Stop'
            'New-PinBackupKey a.example CLOSED/new.key -Password (ConvertTo-SecureString x -AsPlainText -Force)'
            'Invoke-PinCheck -Path CLOSED/list.csv -ErrorAction Stop'
            'Invoke-PinCheck -PinStore CLOSED/pins.json -ErrorAction Stop'
            '$env:PINNINGTOOLS_STORE = "CLOSED/pins.json"; Test-CertificatePin localhost -ErrorAction Stop'
        ) -replace 'CLOSED', $closed
        $each = $scripts | ForEach-Object { "try { `$null = & { $_ }; 'nothing' } catch { `$_.FullyQualifiedErrorId }" }
        $pin = '$pin = "sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M="'
        $said = @(Invoke-WithoutRight (@($pin) + $each -join "`n"))
        $said.Count | Should -Be $scripts.Count -Because ($said -join "`n")
        for ($i = 0; $i -lt $said.Count; $i++) {
            $said[$i] | Should -Match '^File(Unreadable|Unwritable)(,|$)' -Because $scripts[$i]
        }
    }
}
