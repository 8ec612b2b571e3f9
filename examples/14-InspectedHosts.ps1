# Shows which hosts of a list only an inspection can read, and how far each proved its key: what has to be replaced before
# clients stop working, and which proofs others could forge. Hosts that this machine's TLS connects to are left out.
# pwsh -NoProfile -File 14-InspectedHosts.ps1 -Path ./checks.csv
param([string] $Path = (Join-Path $PSScriptRoot 'checks.csv'))

$ErrorActionPreference = 'Stop'
if (-not (Get-Module -Name PinningTools)) { Import-Module (Join-Path $PSScriptRoot '../PinningTools.psd1') }

$meaning = @{
    Strong = 'proven; often it only demands a client certificate first'
    Legacy = 'proven as old servers do: others may be able to forge it'
    Weak   = 'not proven: the key or the signature is too weak'
    None   = 'not proven: an impostor with a copy of the certificate looks like this'
}
$summary = Invoke-PinCheck -LiteralPath $Path -AllowInspected
$inspected = @($summary.Details | Where-Object Inspected)
"$($inspected.Count) of $($summary.Checked) hosts can only be read by an inspection"
foreach ($one in $inspected | Sort-Object -Property ProofStrength, Key) {
    # Whole verdicts have the version and the suite; "(as shown)" means that nothing proves them.
    $result = $one.Result
    "$($one.Key) $($one.Verdict), $($result.Protocol), $($result.CipherSuite): $($one.Proof), $($meaning[$one.ProofStrength])"
}
exit $summary.ExitCode
