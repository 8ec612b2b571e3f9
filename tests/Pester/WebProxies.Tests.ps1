# The commands behind functions that others write for them: Pester's Mock and ProxyCommand, which keep the types of
# parameters and drop the attributes that convert.
BeforeDiscovery {
    $script:forms = @(
        @{ Form = 'text'; Pin = { $server.Pin } }
        @{ Form = 'two pins in one text'; Pin = { "$other;$($server.Pin)" } }
        @{ Form = 'texts with nulls and empty cells'; Pin = { $null, '', $other, $server.Pin } }
        @{ Form = 'a certificate'; OfRoot = $true; Pin = { $certificate } }
        @{ Form = 'certificates as a collection'; OfRoot = $true; Pin = {
            $all = [Security.Cryptography.X509Certificates.X509Certificate2Collection]::new()
            $null = $all.Add($certificate)
            , $all
        } }
        @{ Form = 'a record'; OfRoot = $true; Pin = { Get-SpkiPin -Certificate $certificate } }
        @{ Form = 'a record that went through a job'; OfRoot = $true; Pin = { & $through (Get-SpkiPin -Certificate $certificate) } }
        @{ Form = 'an object with a pin'; Pin = { [pscustomobject]@{ Pin = $server.Pin } } }
        @{ Form = 'an array in an array'; Pin = { , @($other, $server.Pin) } }
    )
}

BeforeAll {
    . $PSScriptRoot/WebParity.ps1
    $other = "sha256/$('A' * 43)="
    $through = { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($args[0], 3)) }
    $with = @{ TrustAnchor = $server.Root; NoProxy = $true }
    $certificate = Get-PfxCertificate $server.Root
    $rootPin = (Get-SpkiPin -Path $server.Root).Pin

    # A function as ProxyCommand writes it, under another name.
    function New-Proxy([string] $Command) {
        $text = [Management.Automation.ProxyCommand]::Create([Management.Automation.CommandMetadata]::new((Get-Command $Command)))
        Set-Item "function:global:$($Command -replace '-', '-My')" ([scriptblock]::Create($text))
    }
    'Invoke-PinnedWebRequest', 'Invoke-PinnedRestMethod', 'Test-CertificatePin', 'New-PinSet', 'Get-SpkiPin', 'Export-PinSet' |
        ForEach-Object { New-Proxy $_ }
}

AfterAll {
    Remove-Item function:*-MyPinned*, function:Test-MyCertificatePin, function:New-MyPinSet, function:Get-MySpkiPin, function:Export-MyPinSet
    Stop-Parity
}

Describe '-Pin behind a proxy: <Form>' -ForEach $forms {
    It 'is what it is to the command itself' {
        (Invoke-PinnedWebRequest "$($server.Uri)/" @with -Pin (& $Pin)).Content | Should -Be 'hello'
        (Invoke-MyPinnedWebRequest "$($server.Uri)/" @with -Pin (& $Pin)).Content | Should -Be 'hello'
        Invoke-MyPinnedRestMethod "$($server.Uri)/" @with -Pin (& $Pin) | Should -Be 'hello'
        if (-not $OfRoot) {
            { Invoke-MyPinnedWebRequest "$($server.ImpostorUri)/" @with -Pin (& $Pin) } | Should -Throw -ErrorId 'PinMismatch,*'
        }
        Test-MyCertificatePin localhost -Port $server.Port -TrustAnchor $server.Root -Pin (& $Pin) -Quiet -WarningAction Ignore |
            Should -BeTrue
        # A mandatory parameter of a function takes no null.
        if ($Form -match 'null') { return }
        (New-MyPinSet a.example (& $Pin) -WarningAction Ignore).Pins.Pin |
            Should -Be (New-PinSet a.example (& $Pin) -WarningAction Ignore).Pins.Pin
    }

    It 'reaches a mock' {
        Mock Invoke-PinnedWebRequest { $Pin }
        "$(Invoke-PinnedWebRequest 'https://x.example/' -Pin (& $Pin))" | Should -BeLike "*$(if ($OfRoot) { $rootPin } else { $server.Pin })*"
    }

    It 'can be a default value' {
        $PSDefaultParameterValues = @{ 'Invoke-*PinnedWebRequest:Pin' = (& $Pin) }
        (Invoke-PinnedWebRequest "$($server.Uri)/" @with).Content | Should -Be 'hello'
        (Invoke-MyPinnedWebRequest "$($server.Uri)/" @with).Content | Should -Be 'hello'
    }
}

Describe 'A pin that is none behind a proxy' {
    It 'is the fault of the command: <_>' -ForEach 'sha256/AAAA', 'sha1/AAAA', 'sha256/!' {
        $bad = $_
        $said = foreach ($one in 'Invoke-PinnedWebRequest', 'Invoke-MyPinnedWebRequest') {
            try { & $one "$($server.Uri)/" @with -Pin $bad } catch { ($_.FullyQualifiedErrorId -split ',')[0] + $_.Exception.Message }
        }
        $said | Should -HaveCount 2
        $said[1] | Should -BeExactly $said[0]
    }
}

Describe '-PinSet behind a proxy: <Form>' -ForEach @(
    @{ Form = 'a set'; Sets = { $set } }
    @{ Form = 'a set and null'; Sets = { $null, $set } }
    @{ Form = 'a set that went through a job'; Sets = { & $through $set } }
    @{ Form = 'a set that went through JSON'; Sets = { $set | ConvertTo-Json -Depth 5 -EnumsAsStrings | ConvertFrom-Json } }
    @{ Form = 'a table'; Sets = { @{ Pattern = $set.Pattern; Pins = @(@{ Pin = $server.Pin }); TrustAnchors = @($set.TrustAnchors); Trust = 'Anchors' } } }
) {
    BeforeAll {
        $set = New-PinSet "localhost:$($server.Port)" $server.Pin -TrustAnchor $server.Root -WarningAction Ignore
    }

    It 'is what it is to the command itself' {
        (Invoke-PinnedWebRequest "$($server.Uri)/" -NoProxy -PinSet (& $Sets)).Content | Should -Be 'hello'
        (Invoke-MyPinnedWebRequest "$($server.Uri)/" -NoProxy -PinSet (& $Sets)).Content | Should -Be 'hello'
        Test-MyCertificatePin localhost -Port $server.Port -PinSet (& $Sets) -Quiet -WarningAction Ignore | Should -BeTrue
        $path = Join-Path $folder 'proxied.json'
        @(& $Sets) | Where-Object { $_ } | Export-MyPinSet $path
        (Import-PinSet $path -WarningAction Ignore).Pins.Pin | Should -Be $server.Pin
    }

    It 'reaches a mock' {
        Mock Invoke-PinnedRestMethod { "$($PinSet | Where-Object { $_ })" }
        Invoke-PinnedRestMethod 'https://x.example/' -PinSet (& $Sets) | Should -Be $set.Pattern
    }
}

Describe 'What is no pin set' {
    It 'is refused with its reason, behind a proxy too' {
        foreach ($one in 'Invoke-PinnedWebRequest', 'Invoke-MyPinnedWebRequest') {
            { & $one "$($server.Uri)/" -NoProxy -PinSet 'text' } | Should -Throw -ExpectedMessage '*pin set*'
            { & $one "$($server.Uri)/" -NoProxy -PinSet $null } | Should -Throw
        }
    }
}

Describe '-Certificate behind a proxy' {
    It 'of Get-SpkiPin is what it is to the command itself: <Form>' -ForEach @(
        @{ Form = 'a certificate'; Value = { $certificate } }
        @{ Form = 'PEM'; Value = { $certificate.ExportCertificatePem() } }
        @{ Form = 'bytes'; Value = { , $certificate.RawData } }
        @{ Form = 'one that went through a job'; Value = { & $through $certificate } }
    ) {
        (Get-MySpkiPin -Certificate (& $Value)).Pin | Should -BeExactly (Get-SpkiPin -Certificate (& $Value)).Pin
    }

    # The platform's own conversion of the path reads the certificate and drops its key.
    It 'of a web command without its key is refused: <Form>' -ForEach @(
        @{ Form = 'a certificate'; Value = { $certificate } }
        @{ Form = 'the platform''s base class'; Value = {
            [Security.Cryptography.X509Certificates.X509Certificate]::new($certificate.RawData) } }
    ) {
        foreach ($one in 'Invoke-PinnedWebRequest', 'Invoke-MyPinnedWebRequest') {
            { & $one "$($server.Uri)/" @pinned -Certificate (& $Value) } | Should -Throw -ErrorId 'ClientCertificateHasNoKey,*'
        }
    }

    It 'of a web command as a path is refused if it brings no key' {
        $path = Join-Path $folder 'leaf.pem'
        Set-Content $path $certificate.ExportCertificatePem()
        foreach ($one in 'Invoke-PinnedWebRequest', 'Invoke-MyPinnedWebRequest') {
            { & $one "$($server.Uri)/" @pinned -Certificate $path } | Should -Throw -ErrorId 'ClientCertificateHasNoKey,*'
        }
    }

    It 'of a web command as a path of a file with a key is shown' {
        foreach ($one in 'Invoke-PinnedWebRequest', 'Invoke-MyPinnedWebRequest') {
            # This server takes no connection without it.
            (& $one "$($server.ClientCertificateUri)/echo" @pinned -Certificate $server.ClientCertificate).StatusCode |
                Should -Be 200
        }
    }

    It 'of a session without its key is refused' {
        $session = [Microsoft.PowerShell.Commands.WebRequestSession]::new()
        $session.Certificates = [Security.Cryptography.X509Certificates.X509CertificateCollection]::new()
        $null = $session.Certificates.Add([Security.Cryptography.X509Certificates.X509Certificate]::new($certificate.RawData))
        { Invoke-PinnedWebRequest "$($server.Uri)/" @pinned -WebSession $session } |
            Should -Throw -ErrorId 'ClientCertificateHasNoKey,*'
    }
}
