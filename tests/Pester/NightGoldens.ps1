# Dot-sourced by Night.Tests.ps1: the reports of a night, compared with files. PINNINGTOOLS_WRITE_GOLDENS=1 writes the files
# anew, to be looked at before they are committed.
$goldens = Join-Path $PSScriptRoot Goldens
$endings = @{
    Html = 'html'; Prometheus = 'prom'; Nagios = 'nagios'; JUnit = 'xml'; Json = 'json'; JsonLines = 'jsonl'; Csv = 'csv'
    Markdown = 'md'; Mail = 'eml'; Rfc7469 = 'rfc7469'; Text = 'txt'
}
# Each certificate that was ever shown, with the name of its server; those of a later night have a name of their own.
$shown = [ordered]@{}

function Add-Shown([string] $More = '') {
    foreach ($one in $servers.GetEnumerator() | Where-Object { $_.Value.Certificate }) {
        $above = 'Of' + $one.Key + $More
        foreach ($certificate in $one.Value.Certificate.Chain) {
            $name = switch ($certificate.Pin) {
                $root.Pin { 'root' }
                $authority.Pin { 'authority' }
                $other.Pin { 'otherAuthority' }
                default { if ($certificate -eq $one.Value.Certificate) { $one.Key + $More } else { "authority$above" } }
            }
            if (-not $shown.Contains($certificate.Certificate.Thumbprint)) {
                $shown[$certificate.Certificate.Thumbprint] = $certificate, $name
            }
        }
    }
}

# The same summary without chance: ports, pins, times, ids and paths have names.
function Get-NightText($Summary) {
    $text = [PinningTools.Testing.NightText]::new($Summary.Finished, $folder)
    foreach ($one in $servers.GetEnumerator()) { $text.AddServer($one.Value.Port, $one.Key) }
    foreach ($one in $shown.Values) { $text.AddCertificate($one[0], $one[1]) }
    $text.AddPin($spare, 'spare')
    $text
}

function Get-NightReport([string] $Format, $Summary) {
    $text = Get-NightText $Summary
    # The certificates of a violation are read from the evidence beside the state, which the stable summary does not name.
    if ($Format -eq 'Rfc7469') { return [PinningTools.Testing.NightText]::Fold($text.Stable(($Summary | Export-PinReport -Format $Format) -join "`n")) }
    $stable = [PinningTools.PinCheckSummary]::FromJson($text.Stable($Summary.ToJson()))
    $report = ($stable | Export-PinReport -Format $Format -WarningAction Ignore) -join "`n"
    if ($Format -eq 'Mail') {
        $page = ($stable | Export-PinReport -Format Html) -join "`n"
        $base64 = '(?s)(?<=Content-Transfer-Encoding: base64\n\n).*?(?=\n\n?--=_)'
        $attached = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String([regex]::Match($report, $base64).Value))
        $attached.Trim() | Should -Be $page.Trim()
        $report = $report -replace $base64, 'THE PAGE'
    }
    if ($Format -eq 'Html') {
        # What is in the page is the result: a saved page is read as one.
        ($report | Export-PinReport -Format Json) -join "`n" | Should -Be $stable.ToJson().TrimEnd()
        # Without what other tests compare, or depends on the platform's packing.
        $report = $report -replace '(?s)<style>.*?</style>', '<style></style>'
        $report = $report -replace '(?s)(<script[^>]*>).*?(</script>)', '$1THE RESULT$2'
    }
    $report = $report.Replace("$($PSVersionTable.PSVersion)", 'ENGINE').Replace("$((Get-Module PinningTools).Version)", 'VERSION')
    [PinningTools.Testing.NightText]::Fold($report)
}

function Assert-Golden([string] $Name, [string] $Text) {
    $path = Join-Path $goldens $Name
    if ($env:PINNINGTOOLS_WRITE_GOLDENS -eq '1') { [IO.File]::WriteAllText($path, $Text) }
    $Text -split "`n" | Should -Be ([IO.File]::ReadAllText($path).Replace("`r", '') -split "`n")
}
