# The web commands beside PowerShell's own, against nginx on loopback: each measurement has a process of its own, theirs
# and ours take turns, and which of them begins changes from round to round. Ratio is the median of the rounds'
# ours / theirs. Run with: pwsh -NoProfile tests/Benchmarks/Web.ps1 (after dotnet build -c Release src/PinningTools).
param(
    [int] $Requests = 1000,
    [long] $FileMegabytes = 1024,
    [int] $JsonMegabytes = 100,
    [int] $Hosts = 50,
    [int] $Parallel = 200,
    [int] $Rounds = 5,
    # Which of the measurements, by the beginning of their names.
    [string] $Name = ''
)

$ErrorActionPreference = 'Stop'
. (Join-Path $PSScriptRoot '../Pester/WebTestServer.ps1')
. (Join-Path $PSScriptRoot 'WebSite.ps1')
. (Join-Path $PSScriptRoot 'Measure.ps1')

function Compare-Script {
    param([string] $Name, [string] $AtMost, [string] $Theirs, [string] $Ours, [string] $TheirSetup, [string] $OurSetup)
    $all = foreach ($round in 1..$Rounds) {
        if ($round % 2) {
            $their = Measure-Script $TheirSetup $Theirs
            $our = Measure-Script $OurSetup $Ours
        }
        else {
            $our = Measure-Script $OurSetup $Ours
            $their = Measure-Script $TheirSetup $Theirs
        }
        [pscustomobject]@{ Theirs = $their; Ours = $our }
    }
    [pscustomobject]@{
        Name = $Name
        TheirMs = [math]::Round((Get-Median $all.Theirs.Milliseconds), 1)
        OurMs = [math]::Round((Get-Median $all.Ours.Milliseconds), 1)
        Ratio = [math]::Round((Get-Median $all.ForEach{ $_.Ours.Milliseconds / $_.Theirs.Milliseconds }), 3)
        AtMost = $AtMost
        TheirCpuMs = [math]::Round((Get-Median $all.Theirs.Cpu))
        OurCpuMs = [math]::Round((Get-Median $all.Ours.Cpu))
        TheirPeakMB = [math]::Round((Get-Median $all.Theirs.Peak))
        OurPeakMB = [math]::Round((Get-Median $all.Ours.Peak))
        TheirMoreMB = [math]::Round((Get-Median $all.Theirs.More))
        OurMoreMB = [math]::Round((Get-Median $all.Ours.More))
        TheirAllocMB = [math]::Round((Get-Median $all.Theirs.Allocated), 1)
        OurAllocMB = [math]::Round((Get-Median $all.Ours.Allocated), 1)
    }
}

$module = (Resolve-Path (Join-Path $PSScriptRoot '../../PinningTools.psd1')).Path
$server = Start-WebTestServer
$folder = Join-Path $server.Folder 'nginx'
try {
    $ports = Get-FreePort ($Hosts + 1)
    $uri = "https://localhost:$($ports[0])"
    $web = Start-WebSite $server $folder $ports $FileMegabytes $JsonMegabytes

    # A script has warmed up what it calls a thousand times: the first calls are not what is measured.
    $warm = 'for ($i = 0; $i -lt 200; $i++) { $null = COMMAND }'
    $loop = "for (`$i = 0; `$i -lt $Requests; `$i++) { `$null = COMMAND }"
    $our = 'Invoke-PinnedWebRequest "$uri/" @pin'
    $their = 'Invoke-WebRequest "$uri/" -SkipCertificateCheck'
    $withSession = "$their -WebSession `$session"
    $session = "`$null = $their -SessionVariable session; "
    $anew = '$uri = "https://localhost:$($ports[-1])"; '
    $post = " -Method Post -Body 'a=b'"
    $rest = 'Invoke-PinnedRestMethod "$uri/small.json" @pin'
    $theirRest = 'Invoke-RestMethod "$uri/small.json" -SkipCertificateCheck -WebSession $session'
    $cases = @(
        @{
            Name = "$Requests GETs, ours without a session, theirs with one"; AtMost = '1.1'
            Theirs = $loop.Replace('COMMAND', $withSession)
            TheirSetup = $session + $warm.Replace('COMMAND', $withSession)
            Ours = $loop.Replace('COMMAND', $our); OurSetup = $warm.Replace('COMMAND', $our)
        }
        @{
            Name = "$Requests GETs, all compiled, ours without a session, theirs with one"; AtMost = '1.1'
            Theirs = $loop.Replace('COMMAND', $withSession)
            TheirSetup = $session + (Get-WarmUp "`$null = $withSession")
            Ours = $loop.Replace('COMMAND', $our); OurSetup = Get-WarmUp "`$null = $our"
        }
        @{
            Name = "$Requests GETs, both without a session"; AtMost = '0.125'
            Theirs = $loop.Replace('COMMAND', $their); TheirSetup = $warm.Replace('COMMAND', $their)
            Ours = $loop.Replace('COMMAND', $our); OurSetup = $warm.Replace('COMMAND', $our)
        }
        @{
            Name = "$Requests GETs, both without a session, from a server that resumes none"; AtMost = '0.125'
            Theirs = $loop.Replace('COMMAND', $their); TheirSetup = $anew + $warm.Replace('COMMAND', $their)
            Ours = $loop.Replace('COMMAND', $our); OurSetup = $anew + $warm.Replace('COMMAND', $our)
        }
        @{
            Name = "$Requests GETs of JSON, ours without a session, theirs with one"; AtMost = ''
            Theirs = $loop.Replace('COMMAND', $theirRest); TheirSetup = $session + $warm.Replace('COMMAND', $theirRest)
            Ours = $loop.Replace('COMMAND', $rest); OurSetup = $warm.Replace('COMMAND', $rest)
        }
        @{
            Name = "$Requests POSTs, both without a session"; AtMost = ''
            Theirs = $loop.Replace('COMMAND', $their + $post); TheirSetup = $warm.Replace('COMMAND', $their + $post)
            Ours = $loop.Replace('COMMAND', $our + $post); OurSetup = $warm.Replace('COMMAND', $our + $post)
        }
        @{
            Name = "$Requests POSTs, both without a session, from a server that resumes none"; AtMost = ''
            Theirs = $loop.Replace('COMMAND', $their + $post)
            TheirSetup = $anew + $warm.Replace('COMMAND', $their + $post)
            Ours = $loop.Replace('COMMAND', $our + $post); OurSetup = $anew + $warm.Replace('COMMAND', $our + $post)
        }
        @{
            Name = "$FileMegabytes MB to -OutFile"; AtMost = '1.05'
            TheirSetup = 'Remove-Item "$folder/theirs.bin" -ErrorAction Ignore'
            OurSetup = 'Remove-Item "$folder/ours.bin" -ErrorAction Ignore'
            Theirs = 'Invoke-WebRequest "$uri/big.bin" -SkipCertificateCheck -OutFile "$folder/theirs.bin"'
            Ours = 'Invoke-PinnedWebRequest "$uri/big.bin" @pin -OutFile "$folder/ours.bin"'
        }
        @{
            Name = "$JsonMegabytes MB of JSON"; AtMost = '0.5 (and memory)'
            Theirs = '$null = Invoke-RestMethod "$uri/data.json" -SkipCertificateCheck'
            Ours = '$null = Invoke-PinnedRestMethod "$uri/data.json" @pin'
        }
        @{
            Name = "$Parallel parallel GETs to $Hosts hosts, every second policy wrong in ours"; AtMost = ''
            Theirs = @"
`$got = 1..$Parallel | ForEach-Object -ThrottleLimit 50 -Parallel {
    `$port = (`$using:ports)[`$_ % $Hosts]
    (Invoke-WebRequest "https://localhost:`$port/port" -SkipCertificateCheck).Content -eq "`$port"
}
if (`$got.Count -ne $Parallel -or `$got -contains `$false) { throw 'crossed' }
"@
            # Twice as many requests: one under the right pin, and one that must be refused beside it.
            Ours = @"
`$got = 1..$Parallel | ForEach-Object -ThrottleLimit 50 -Parallel {
    Import-Module '$module'
    `$port = (`$using:ports)[`$_ % $Hosts]
    `$pin = `$using:pin
    `$answer = Invoke-PinnedWebRequest "https://localhost:`$port/port" @pin
    `$right = `$answer.Content -eq "`$port" -and "`$(`$answer.Pinning.Port)" -eq "`$port"
    `$wrong = @{ Pin = '$($server.ImpostorPin)'; TrustAnchor = `$pin.TrustAnchor }
    `$refused = try { Invoke-PinnedWebRequest "https://localhost:`$port/port" @wrong }
    catch { (`$_.FullyQualifiedErrorId -split ',')[0] }
    `$right -and `$refused -eq 'PinMismatch'
}
if (`$got.Count -ne $Parallel -or `$got -contains `$false) { throw 'crossed' }
"@
        }
    )
    $chosen = $cases.Where{ $_.Name -like "$Name*" }
    foreach ($case in $chosen) { Compare-Script @case | Format-List | Out-String -Width 200 }
}
finally {
    if ($web) { Stop-Process -Id $web.Id }
    Stop-WebTestServer $server
}
